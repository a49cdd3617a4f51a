// tq2_0: 64 bytes; f16 d. Two halves of 32 bytes; half h, byte m, bit pair l holds value 128·h + 32·l + m. x = d·(q −
// 1).
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 256;
constexpr std::size_t kBytes = 66;

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block + 64);
  for (std::size_t i = 0; i < kLength; ++i) {
    const int code = (block[i / 128 * 32 + i % 32] >> (2 * (i / 32 % 4))) & 3;
    values[i] = d * static_cast<float>(code - 1);
  }
}

}  // namespace

const Codec tq2_0 = {TensorType::TQ2_0, &decodeBlocks<decodeBlock, kBytes, kLength>, nullptr};

}  // namespace halftone::codecs
