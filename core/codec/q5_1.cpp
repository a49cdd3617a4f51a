// q5_1: f16 d; f16 m; u32 h; 16 bytes, byte j holds the low bits of value j in its low nibble and of value j + 16 in
// its high one. Bit i of h is the fifth bit of value i. x = d·q + m.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 32;
constexpr std::size_t kBytes = 24;

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block);
  const float m = loadF16(block + 2);
  const auto high = load<std::uint32_t>(block + 4);
  const std::uint8_t* codes = block + 8;
  for (std::size_t j = 0; j < kLength / 2; ++j) {
    const std::uint32_t first = (codes[j] & 15U) | ((high >> j) & 1U) << 4;
    const std::uint32_t second = (codes[j] >> 4U) | ((high >> (j + kLength / 2)) & 1U) << 4;
    values[j] = d * static_cast<float>(first) + m;
    values[j + kLength / 2] = d * static_cast<float>(second) + m;
  }
}

}  // namespace

const Codec q5_1 = {TensorType::Q5_1, &decodeBlocks<decodeBlock, kBytes, kLength>, nullptr};

}  // namespace halftone::codecs
