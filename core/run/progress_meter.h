// ProgressMeter: turns the bytes of a run's passes into one fraction, a time left, and calls that are not too many.
// Thread-safety: one thread at a time.
#pragma once

#include <chrono>

#include "core/base/job.h"
#include "core/base/units.h"
#include "core/run/run_observer.h"

namespace halftone {

class ProgressMeter {
 public:
  // `observer` may be null.
  ProgressMeter(const Job& job, RunObserver* observer);

  // Begins a pass over `total` bytes that takes the job's fraction from … to.
  void beginPass(bool verifying, Bytes total, double from, double to);
  void advance(Bytes bytes);
  void endPass();

  double secondsElapsed() const;

 private:
  void tell(bool always);

  const Job& m_job;
  RunObserver* m_observer;
  std::chrono::steady_clock::time_point m_start;
  std::chrono::steady_clock::time_point m_lastTold;
  RunProgress m_progress;
  double m_from = 0;
  double m_to = 1;
};

}  // namespace halftone
