// Any finite values with any importance encode, in every type that can be encoded and at every effort, to the same
// bytes on every SIMD target, and these decode to finite values. Input: a byte that chooses the type, a byte whose
// lowest bit asks for importance and whose next two choose the effort, then f32 values; those of the first block are
// the importance. What is not finite is taken as 0.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "core/codec/codec.h"

namespace {

using namespace halftone;

std::vector<const Codec*> encoders() {
  std::vector<const Codec*> encoders;
  for (const Codec& codec : allCodecs())
    if (codec.canEncode()) encoders.push_back(&codec);
  return encoders;
}

std::vector<float> finiteValues(const std::uint8_t* data, std::size_t count) {
  std::vector<float> values(count);
  if (count > 0) std::memcpy(values.data(), data, count * sizeof(float));
  for (float& value : values)
    if (!std::isfinite(value)) value = 0.0F;
  return values;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<const Codec*> choices = encoders();
  static const std::vector<std::string_view> targets = simdTargets();
  constexpr std::size_t kMostBlocks = 4;
  if (size < 2) return 0;
  const Codec& codec = *choices[data[0] % choices.size()];
  const TensorTypeInfo& info = *findTensorType(codec.type);
  const std::size_t length = info.blockLength;
  const bool weighted = (data[1] & 1U) != 0;
  const Effort effort = kEfforts[(data[1] >> 1 & 3U) % kEfforts.size()];
  const std::size_t skipped = weighted ? length : 0;
  const std::size_t given = (size - 2) / sizeof(float);
  if (given < skipped) return 0;
  const std::size_t blockCount = std::min((given - skipped) / length, kMostBlocks);

  std::vector<float> importance = finiteValues(data + 2, skipped);
  for (float& weight : importance) weight = std::abs(weight);
  const std::vector<float> values = finiteValues(data + 2 + skipped * sizeof(float), blockCount * length);
  std::vector<std::byte> first(blockCount * info.blockBytes);
  for (const std::string_view target : targets) {
    std::vector<std::byte> blocks(first.size());
    if (!forceSimdTarget(target)) std::abort();
    codec.encode({values, length, importance, effort}, blocks);
    if (target == targets.front()) first = blocks;
    if (blocks != first) std::abort();
  }
  std::vector<float> decoded(values.size());
  codec.decode(first, decoded);
  if (!std::all_of(decoded.begin(), decoded.end(), [](float value) { return std::isfinite(value); })) std::abort();
  return 0;
}
