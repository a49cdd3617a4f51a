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
  for (std::size_t c = 0; c < 32; ++c) {
    const auto word = load<std::uint16_t>(block + 2 + 2 * c);
    const int nibble = (block[66 + c / 4] >> (c % 4 < 2 ? 0 : 4)) & 15;
    const float step = d * (0.5F + static_cast<float>(nibble)) * 0.25F;
    decodeCodeword(kIq2Xs[word & 511U], evenParitySigns(word >> 9), step, values + 8 * c);
  }
}

}  // namespace

const Codec iq2_xs = {TensorType::IQ2_XS, &decodeBlocks<decodeBlock, kBytes, kLength>, &encodeIq2Xs};

}  // namespace halftone::codecs
