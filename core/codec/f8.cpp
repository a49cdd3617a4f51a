// The two FP8 formats of safetensors, for viewing and as sources.
#include <array>

#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

template <auto kToF32>
std::array<float, 256> allValues() {
  std::array<float, 256> values{};
  for (std::size_t i = 0; i < 256; ++i) values[i] = kToF32(static_cast<std::uint8_t>(i));
  return values;
}

template <auto kToF32>
void decode(std::span<const std::byte> blocks, std::span<float> values) {
  assert(blocks.size() == values.size());
  static const std::array<float, 256> table = allValues<kToF32>();
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = table[static_cast<std::uint8_t>(blocks[i])];
}

}  // namespace

const Codec f8E4M3 = {TensorType::F8_E4M3, &decode<f8E4M3ToF32>, nullptr};
const Codec f8E5M2 = {TensorType::F8_E5M2, &decode<f8E5M2ToF32>, nullptr};

}  // namespace halftone::codecs
