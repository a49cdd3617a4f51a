// q1_0: f16 d; 16 bytes, value i in bit i mod 8 of byte i/8. x = d if the bit is set, else −d.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 128;
constexpr std::size_t kBytes = 18;

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block);
  for (std::size_t i = 0; i < kLength; ++i) values[i] = ((block[2 + i / 8] >> (i % 8)) & 1) != 0 ? d : -d;
}

}  // namespace

const Codec q1_0 = {TensorType::Q1_0, &decodeBlocks<decodeBlock, kBytes, kLength>, nullptr};

}  // namespace halftone::codecs
