// q4_0: f16 d; 16 bytes, byte j holds value j in its low nibble and value j + 16 in its high one. x = d·(q − 8).
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 32;
constexpr std::size_t kBytes = 18;

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block);
  const std::uint8_t* codes = block + 2;
  for (std::size_t j = 0; j < kLength / 2; ++j) {
    values[j] = d * static_cast<float>((codes[j] & 15) - 8);
    values[j + kLength / 2] = d * static_cast<float>((codes[j] >> 4) - 8);
  }
}

}  // namespace

const Codec q4_0 = {TensorType::Q4_0, &decodeBlocks<decodeBlock, kBytes, kLength>, nullptr};

}  // namespace halftone::codecs
