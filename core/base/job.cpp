#include "core/base/job.h"

#include <algorithm>
#include <utility>

namespace halftone {

Job::Job(std::stop_token stop, ProgressCallback progress) : m_stop(std::move(stop)), m_progress(std::move(progress)) {}

void Job::report(double fraction) const {
  if (m_progress) m_progress(std::clamp(fraction, 0.0, 1.0));
}

Job Job::part(double from, double to) const {
  if (!m_progress) return Job(m_stop);
  return Job(m_stop, [outer = m_progress, from, to](double fraction) { outer(from + (to - from) * fraction); });
}

Error Job::cancelledError(std::string doing) { return {ErrorCode::Cancelled, std::move(doing), "", "cancelled", ""}; }

}  // namespace halftone
