// iq1_m: 32 bytes index low; 16 bytes qh; 4 × u16 sc. d is an f16 whose four nibbles, low to high, are the top nibbles
// of sc[0..3]. Codeword l of group g: nibble = (l even: low, odd: high) of qh[2g + l/2]; index = low | (nibble & 7) <<
// 8; delta = −0.125 if nibble & 8, else +0.125. Scale for codewords 0–1: bits 6·(g mod 2) of sc[g/2], for 2–3 three
// bits further; x = d·(2·scale + 1)·(grid + delta).
#include "core/codec/blocks.h"
#include "core/codec/codebook_encoders.h"
#include "core/codec/codebooks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 256;
constexpr std::size_t kBytes = 56;

std::uint16_t scatteredScale(const std::uint8_t* scales) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < 4; ++i) bits |= static_cast<std::uint32_t>(scales[2 * i + 1] >> 4) << (4 * i);
  return static_cast<std::uint16_t>(bits);
}

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = f16ToF32(scatteredScale(block + 48));
  for (std::size_t c = 0; c < 32; ++c) {
    const std::size_t group = c / 4, l = c % 4;
    const std::uint32_t nibble = (block[32 + c / 2] >> (4 * (l % 2))) & 15U;
    const std::uint32_t scales = load<std::uint16_t>(block + 48 + 2 * (group / 2));
    const std::uint32_t scale = (scales >> (6 * (group % 2) + 3 * (l / 2))) & 7U;
    const float step = d * static_cast<float>(2 * scale + 1);
    decodeTernary(kIq1[block[c] | (nibble & 7U) << 8], (nibble & 8U) != 0 ? -0.125F : 0.125F, step, values + 8 * c);
  }
}

}  // namespace

const Codec iq1_m = {TensorType::IQ1_M, &decodeBlocks<decodeBlock, kBytes, kLength>, &encodeIq1M};

}  // namespace halftone::codecs
