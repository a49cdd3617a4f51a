// Job: how a long piece of work hears that it should stop and tells how far it is.
// Thread-safety: a Job may be copied to and used from any thread; its progress callback must be thread-safe.
#pragma once

#include <functional>
#include <stop_token>

#include "core/base/result.h"

namespace halftone {

class Job {
 public:
  // Called with the fraction done, in 0…1, never falling within one piece of work.
  using ProgressCallback = std::function<void(double fraction)>;

  Job() = default;  // never stops, tells nobody
  explicit Job(std::stop_token stop, ProgressCallback progress = {});

  bool cancelled() const { return m_stop.stop_requested(); }
  const std::stop_token& stopToken() const { return m_stop; }

  // Tells that `fraction` (clamped to 0…1) of this job is done.
  void report(double fraction) const;

  // A job for a part of this one: its 0…1 is `from`…`to` here. REQUIRES: 0 <= from <= to <= 1.
  Job part(double from, double to) const;

  // The error to return when cancelled() is seen.
  static Error cancelledError(std::string doing);

 private:
  std::stop_token m_stop;
  ProgressCallback m_progress;
};

}  // namespace halftone
