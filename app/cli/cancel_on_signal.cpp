#include "app/cli/cancel_on_signal.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

namespace halftone::cli {
namespace {

constexpr std::array<int, 2> kSignals = {SIGINT, SIGTERM};

std::atomic<int> handlerPipe{-1};

// Only what is allowed in a signal handler. Being one-shot, the next signal has its usual effect.
extern "C" void onSignal(int) {
  const int savedErrno = errno;
  const int pipe = handlerPipe.load();
  constexpr char kStop = 's';
  if (pipe < 0 || write(pipe, &kStop, 1) != 1) _exit(128 + SIGINT);
  errno = savedErrno;
}

// A signal that is ignored (a background job's Ctrl+C) stays so.
void install(void (*handler)(int)) {
  for (const int signal : kSignals) {
    struct sigaction before = {};
    sigaction(signal, nullptr, &before);
    if (before.sa_handler == SIG_IGN) continue;
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, nullptr);
  }
}

}  // namespace

CancelOnSignal::CancelOnSignal() {
  if (pipe(m_pipe) != 0) return;  // Ctrl+C then simply ends the program
  for (const int end : m_pipe) fcntl(end, F_SETFD, FD_CLOEXEC);
  handlerPipe = m_pipe[1];
  m_listener = std::thread([this] {
    char word = 0;
    while (read(m_pipe[0], &word, 1) == 1) m_stop.request_stop();
  });
  install(onSignal);
}

CancelOnSignal::~CancelOnSignal() {
  if (!m_listener.joinable()) return;
  install(SIG_DFL);
  handlerPipe = -1;
  close(m_pipe[1]);  // the listener reads the end
  m_listener.join();
  close(m_pipe[0]);
}

}  // namespace halftone::cli
