// iq2_s: f16 d; 32 bytes index low; 32 bytes signs (8 bits a codeword of 8); 8 bytes qh; 8 bytes of scales: low nibble
// for codewords 0–1 of a group of 32, high nibble for 2–3. Codeword l of group g: index = low | bits 2l of qh[g] << 8.
// x = d·(0.5 + nibble)·0.25·grid·sign.
#include "core/codec/blocks.h"
#include "core/codec/codebook_encoders.h"
#include "core/codec/codebooks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 256;
constexpr std::size_t kBytes = 82;

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block);
  std::int8_t levels[kLength];
  for (std::size_t c = 0; c < 32; ++c) {
    const std::size_t index = block[2 + c] | static_cast<std::size_t>((block[66 + c / 4] >> (2 * (c % 4))) & 3) << 8;
    signCodeword(kIq2S[index], block[34 + c], levels + 8 * c);
  }
  for (std::size_t half = 0; half < 16; ++half) {
    const int nibble = (block[74 + half / 2] >> (4 * (half % 2))) & 15;
    scaleLevels<16>(levels + 16 * half, d * (0.5F + static_cast<float>(nibble)) * 0.25F, values + 16 * half);
  }
}

}  // namespace

const Codec iq2_s = {TensorType::IQ2_S, &decodeBlocks<decodeBlock, kBytes, kLength>, &encodeIq2S};

}  // namespace halftone::codecs
