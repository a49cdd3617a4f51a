#include "core/run/progress_meter.h"

namespace halftone {
namespace {

constexpr std::chrono::milliseconds kBetweenReports{50};

}  // namespace

ProgressMeter::ProgressMeter(const Job& job, RunObserver* observer)
    : m_job(job), m_observer(observer), m_start(std::chrono::steady_clock::now()), m_lastTold(m_start) {}

void ProgressMeter::beginPass(bool verifying, Bytes total, double from, double to) {
  m_progress.done = {};
  m_progress.total = total;
  m_progress.verifying = verifying;
  m_from = from;
  m_to = to;
  tell(true);
}

void ProgressMeter::advance(Bytes bytes) {
  m_progress.done += bytes;
  tell(false);
}

void ProgressMeter::endPass() {
  m_progress.done = m_progress.total;
  tell(true);
}

double ProgressMeter::secondsElapsed() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
}

void ProgressMeter::tell(bool always) {
  const auto now = std::chrono::steady_clock::now();
  if (!always && now - m_lastTold < kBetweenReports) return;
  m_lastTold = now;
  const double inPass = m_progress.total.count == 0
                            ? 1.0
                            : static_cast<double>(m_progress.done.count) / static_cast<double>(m_progress.total.count);
  const double fraction = m_from + (m_to - m_from) * inPass;
  m_job.report(fraction);
  if (m_observer == nullptr) return;
  m_progress.fraction = fraction;
  m_progress.secondsElapsed = secondsElapsed();
  m_progress.secondsLeft = fraction > 0 ? m_progress.secondsElapsed * (1 - fraction) / fraction : 0;
  m_observer->progressed(m_progress);
}

}  // namespace halftone
