#include "tests/core/run/fake_backend.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/analysis/finite.h"
#include "core/codec/codec.h"
#include "core/run/not_finite.h"

namespace halftone::test {
namespace {

Error because(ErrorCode code, const std::string& reason) { return {code, "pretending", "a fake GPU", reason, ""}; }

RecodeOutcome recodeHere(const RecodeJob& job, std::span<float> values) {
  const TensorTypeInfo& layout = *findTensorType(job.type);
  findCodec(job.sourceType)->decode(job.stored, values);
  RecodeOutcome outcome{countNotFinite(values), countBeyondF16(values)};
  if (outcome.notFinite > 0) return outcome;
  std::vector<std::byte> encoded(values.size() / layout.blockLength * layout.blockBytes);
  std::vector<float> decoded(values.size());
  findCodec(job.type)->encode({values, job.columns, job.importance, job.effort}, encoded);
  findCodec(job.type)->decode(encoded, decoded);
  if (!job.encoded.empty()) std::copy(encoded.begin(), encoded.end(), job.encoded.begin());
  if (!job.values.empty()) std::copy(values.begin(), values.end(), job.values.begin());
  if (!job.decoded.empty()) std::copy(decoded.begin(), decoded.end(), job.decoded.begin());
  const RowSlab slab{job.firstRow, job.firstColumn, job.columns, values, decoded, job.importance};
  if (job.errors != nullptr) job.errors->add(slab);
  if (job.first != nullptr) job.first->add(slab);
  if (job.second != nullptr) job.second->add(slab);
  return outcome;
}

}  // namespace

Result<RecodeOutcome> FakeBackend::recode(const RecodeJob& job) {
  if (calls.fetch_add(1) >= lostAfter) return failure(because(ErrorCode::DeviceLost, "it is gone"));
  const std::size_t now = inside.fetch_add(1) + 1;
  for (std::size_t most = mostInside.load(); now > most && !mostInside.compare_exchange_weak(most, now);) {
  }
  const TensorTypeInfo& layout = *findTensorType(job.sourceType);
  std::vector<float> values(job.stored.size() / layout.blockBytes * layout.blockLength);
  Result<RecodeOutcome> outcome = failure(because(ErrorCode::DeviceMemory, "it has no memory left"));
  if (values.size() <= memory) {
    outcome = recodeHere(job, values);
    if (tamper) tamper(job);
  }
  inside.fetch_sub(1);
  return outcome;
}

}  // namespace halftone::test
