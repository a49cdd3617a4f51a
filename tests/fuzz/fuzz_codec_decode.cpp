// Any bytes decode, in every type, to the same values on every SIMD target.
// Input: one byte that chooses the type, then blocks; what is left of the last block is ignored.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "core/codec/codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace halftone;
  if (size == 0) return 0;
  const Codec& codec = allCodecs()[data[0] % allCodecs().size()];
  const TensorTypeInfo& info = *findTensorType(codec.type);
  const std::size_t count = (size - 1) / info.blockBytes;
  // A copy of its own size, so that a read past the last block is seen.
  std::vector<std::byte> blocks(count * info.blockBytes);
  if (count > 0) std::memcpy(blocks.data(), data + 1, blocks.size());
  std::vector<float> first(count * info.blockLength), values(first.size());
  for (const std::string_view target : simdTargets()) {
    if (!forceSimdTarget(target)) std::abort();
    codec.decode(blocks, target == simdTargets().front() ? first : values);
    if (target == simdTargets().front()) continue;
    if (!values.empty() && std::memcmp(values.data(), first.data(), values.size() * sizeof(float)) != 0) std::abort();
  }
  return 0;
}
