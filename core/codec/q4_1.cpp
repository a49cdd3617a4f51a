// q4_1: f16 d; f16 m; 16 bytes, byte j holds value j in its low nibble and value j + 16 in its high one. x = d·q + m.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 32;
constexpr std::size_t kBytes = 20;

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block);
  const float m = loadF16(block + 2);
  const std::uint8_t* codes = block + 4;
  for (std::size_t j = 0; j < kLength / 2; ++j) {
    values[j] = d * static_cast<float>(codes[j] & 15) + m;
    values[j + kLength / 2] = d * static_cast<float>(codes[j] >> 4) + m;
  }
}

}  // namespace

const Codec q4_1 = {TensorType::Q4_1, &decodeBlocks<decodeBlock, kBytes, kLength>, nullptr};

}  // namespace halftone::codecs
