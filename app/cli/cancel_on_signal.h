// CancelOnSignal: Ctrl+C (SIGINT) and SIGTERM ask the work to stop; a second one ends the program at once.
// Thread-safety: one object at a time in a program.
#pragma once

#include <stop_token>
#include <thread>

namespace halftone::cli {

class CancelOnSignal {
 public:
  CancelOnSignal();
  ~CancelOnSignal();
  CancelOnSignal(const CancelOnSignal&) = delete;
  CancelOnSignal& operator=(const CancelOnSignal&) = delete;

  std::stop_token stopToken() const { return m_stop.get_token(); }

 private:
  std::stop_source m_stop;
  int m_pipe[2] = {-1, -1};  // the handler may only write to a pipe; a thread reads it and asks to stop
  std::thread m_listener;
};

}  // namespace halftone::cli
