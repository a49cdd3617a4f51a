// nvfp4: 4 × u8 scales, then four sub-blocks of 16 values in 8 bytes each, split low/high within the sub-block over F,
// twice the E2M1 values. A scale byte is unsigned E4M3 (bytes 0 and 0x7F mean 0); x = (scale/2)·F[q].
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"
#include "core/codec/levels.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 64;
constexpr std::size_t kBytes = 36;

// The format's sign bit is never set; it is ignored here.
float unsignedE4M3(std::uint8_t value) {
  const auto magnitude = static_cast<std::uint8_t>(value & 0x7fU);
  return value == 0x7fU ? 0.0F : (magnitude == 0x7fU ? 480.0F : f8E4M3ToF32(magnitude));
}

void decodeBlock(const std::uint8_t* block, float* values) {
  for (std::size_t s = 0; s < 4; ++s) {
    const float half = 0.5F * unsignedE4M3(block[s]);
    const std::uint8_t* codes = block + 4 + 8 * s;
    for (std::size_t j = 0; j < 8; ++j) {
      values[16 * s + j] = half * kTwiceE2M1[codes[j] & 15];
      values[16 * s + 8 + j] = half * kTwiceE2M1[codes[j] >> 4];
    }
  }
}

}  // namespace

const Codec nvfp4 = {TensorType::NVFP4, &decodeBlocks<decodeBlock, kBytes, kLength>, nullptr};

}  // namespace halftone::codecs
