// q2_0: f16 d; 16 bytes, value i in bits 2·(i mod 4) of byte i/4. x = d·(q − 1), so q of 0..3 is −1, 0, 1, 2.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 64;
constexpr std::size_t kBytes = 18;

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block);
  for (std::size_t i = 0; i < kLength; ++i)
    values[i] = d * static_cast<float>(((block[2 + i / 4] >> (2 * (i % 4))) & 3) - 1);
}

}  // namespace

const Codec q2_0 = {TensorType::Q2_0, &decodeBlocks<decodeBlock, kBytes, kLength>, nullptr};

}  // namespace halftone::codecs
