// iq4_xs: f16 d; u16 sh; 4 bytes sl; 128 bytes. Eight sub-blocks of 32, each 16 bytes split low/high over iq4_nl's
// levels K. scale = (nibble s of sl) | (bits 2s of sh) << 4; x = d·(scale − 32)·K[q].
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"
#include "core/codec/levels.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 256;
constexpr std::size_t kBytes = 136;

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block);
  const auto high = load<std::uint16_t>(block + 2);
  for (std::size_t s = 0; s < 8; ++s) {
    const int scale = ((block[4 + s / 2] >> (4 * (s % 2))) & 15) | ((high >> (2 * s)) & 3) << 4;
    const float step = d * static_cast<float>(scale - 32);
    const std::uint8_t* codes = block + 8 + 16 * s;
    for (std::size_t j = 0; j < 16; ++j) {
      values[32 * s + j] = step * kUnevenLevels[codes[j] & 15];
      values[32 * s + 16 + j] = step * kUnevenLevels[codes[j] >> 4];
    }
  }
}

}  // namespace

const Codec iq4_xs = {TensorType::IQ4_XS, &decodeBlocks<decodeBlock, kBytes, kLength>, nullptr};

}  // namespace halftone::codecs
