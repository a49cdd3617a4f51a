// iq1_s: f16 d; 32 bytes index low; 8 × u16 h. Group g of 32 values: codeword l of 8: index = low | (bits 3l of h) << 8
// (3 bits); scale = 2·(bits 12–14) + 1; delta = −0.125 if bit 15, else +0.125. x = d·scale·(grid + delta), grid in −1,
// 0, 1.
#include "core/codec/blocks.h"
#include "core/codec/codebook_encoders.h"
#include "core/codec/codebooks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 256;
constexpr std::size_t kBytes = 50;

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block);
  for (std::size_t group = 0; group < 8; ++group) {
    const std::uint32_t h = load<std::uint16_t>(block + 34 + 2 * group);
    const float step = d * static_cast<float>(2 * ((h >> 12) & 7U) + 1);
    const float delta = (h & 0x8000U) != 0 ? -0.125F : 0.125F;
    for (std::size_t l = 0; l < 4; ++l) {
      const std::size_t index = block[2 + 4 * group + l] | ((h >> (3 * l)) & 7U) << 8;
      decodeTernary(kIq1[index], delta, step, values + 32 * group + 8 * l);
    }
  }
}

}  // namespace

const Codec iq1_s = {TensorType::IQ1_S, &decodeBlocks<decodeBlock, kBytes, kLength>, &encodeIq1S};

}  // namespace halftone::codecs
