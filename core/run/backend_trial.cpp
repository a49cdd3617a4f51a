#include "core/run/backend_trial.h"

#include <fmt/format.h>

#include <chrono>
#include <cstring>

#include "core/codec/codec.h"

namespace halftone {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kMostError = 1.001;  // times the CPU's

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

Error wrong(const Backend& backend, TensorType type, std::string reason) {
  return {ErrorCode::DeviceFailed, fmt::format("trying out {}", tensorTypeName(type)), backend.name(),
          std::move(reason), "The CPU does this type; a newer graphics driver may help"};
}

// Values that are the same number, or both NaN.
bool sameValues(std::span<const float> a, std::span<const float> b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (std::memcmp(&a[i], &b[i], sizeof(float)) != 0 && !(a[i] != a[i] && b[i] != b[i])) return false;
  return true;
}

double weightedError(const TrialRows& rows, std::span<const float> decoded) {
  double sum = 0;
  for (std::size_t i = 0; i < decoded.size(); ++i) {
    const double error = static_cast<double>(rows.values[i]) - static_cast<double>(decoded[i]);
    sum += error * error * (rows.importance.empty() ? 1.0 : static_cast<double>(rows.importance[i % rows.columns]));
  }
  return sum;
}

}  // namespace

Result<TrialTimes> tryBackend(Backend& backend, const TrialRows& rows, TensorType type, Effort effort) {
  const Codec& codec = *findCodec(type);
  const TensorTypeInfo& layout = *findTensorType(type);
  TrialTimes times;
  std::vector<std::byte> here(rows.values.size() / layout.blockLength * layout.blockBytes);
  const Clock::time_point start = Clock::now();
  codec.encode({rows.values, rows.columns, rows.importance, effort}, here);
  times.secondsHere = secondsSince(start);

  std::vector<std::byte> there(here.size());
  std::vector<float> values(rows.values.size()), decoded(rows.values.size()), redecoded(rows.values.size());
  RecodeJob job;
  job.sourceType = rows.sourceType;
  job.stored = rows.stored;
  job.columns = rows.columns;
  job.importance = rows.importance;
  job.type = type;
  job.effort = effort;
  job.encoded = there;
  job.values = values;
  job.decoded = decoded;
  HALFTONE_TRY(const RecodeOutcome outcome, backend.recode(job));
  if (outcome.notFinite != 0) return failure(wrong(backend, type, "it finds NaN where there is none"));
  if (!sameValues(values, rows.values)) return failure(wrong(backend, type, "it decodes the source otherwise"));
  codec.decode(there, redecoded);
  if (!sameValues(decoded, redecoded)) return failure(wrong(backend, type, "it decodes its own blocks otherwise"));
  codec.decode(here, redecoded);
  const double errorHere = weightedError(rows, redecoded), errorThere = weightedError(rows, decoded);
  if (!(errorThere <= kMostError * errorHere))
    return failure(wrong(backend, type, fmt::format("its error is {:.3g}, the CPU's {:.3g}", errorThere, errorHere)));

  job.values = {};
  job.decoded = {};
  const Clock::time_point again = Clock::now();  // the first time included the preparation of shaders
  HALFTONE_TRY(const RecodeOutcome second, backend.recode(job));
  times.secondsThere = secondsSince(again);
  (void)second;
  return times;
}

}  // namespace halftone
