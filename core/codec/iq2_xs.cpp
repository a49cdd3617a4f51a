// iq2_xs: f16 d; 32 × u16, each a codeword of 8 (index in the low 9 bits, signs as seven bits with even parity in the
// top 7); 8 bytes of scales: low nibble for codewords 0–1 of a group of 32, high nibble for 2–3. x = d·(0.5 +
// nibble)·0.25·grid·sign.
#include "core/codec/blocks.h"
#include "core/codec/codebook_encoders.h"
#include "core/codec/codebooks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 256;
constexpr std::size_t kBytes = 74;

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block);
  std::int8_t levels[kLength];
  for (std::size_t c = 0; c < 32; ++c) {
    const auto word = load<std::uint16_t>(block + 2 + 2 * c);
    signCodeword(kIq2Xs[word & 511U], evenParitySigns(word >> 9), levels + 8 * c);
  }
  for (std::size_t half = 0; half < 16; ++half) {
    const int nibble = (block[66 + half / 2] >> (4 * (half % 2))) & 15;
    scaleLevels<16>(levels + 16 * half, d * (0.5F + static_cast<float>(nibble)) * 0.25F, values + 16 * half);
  }
}

}  // namespace

const Codec iq2_xs = {TensorType::IQ2_XS, &decodeBlocks<decodeBlock, kBytes, kLength>, &encodeIq2Xs};

}  // namespace halftone::codecs
