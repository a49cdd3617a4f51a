// mxfp4: u8 e; 16 bytes, byte j holds value j in its low nibble and value j + 16 in its high one, each an index into F,
// twice the E2M1 values. x = s·F[q] with s = 2^(e − 128), and for e < 2 the subnormal of the same value.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"
#include "core/codec/levels.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 32;
constexpr std::size_t kBytes = 17;

void decodeBlock(const std::uint8_t* block, float* values) {
  const std::uint32_t e = block[0];
  const float scale = std::bit_cast<float>(e < 2 ? 0x00200000U << e : (e - 1) << 23);
  const std::uint8_t* codes = block + 1;
  for (std::size_t j = 0; j < kLength / 2; ++j) {
    values[j] = scale * kTwiceE2M1[codes[j] & 15];
    values[j + kLength / 2] = scale * kTwiceE2M1[codes[j] >> 4];
  }
}

}  // namespace

const Codec mxfp4 = {TensorType::MXFP4, &decodeBlocks<decodeBlock, kBytes, kLength>, nullptr};

}  // namespace halftone::codecs
