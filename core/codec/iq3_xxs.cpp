// iq3_xxs: f16 d; 64 bytes index (one per 4 values); eight u32: signs as seven bits with even parity for each 8 values
// in bits 7l, scale in the top 4 bits. x = d·(0.5 + scale)·0.5·grid·sign.
#include "core/codec/blocks.h"
#include "core/codec/codebook_encoders.h"
#include "core/codec/codebooks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 256;
constexpr std::size_t kBytes = 98;

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block);
  for (std::size_t group = 0; group < 8; ++group) {
    const auto word = load<std::uint32_t>(block + 66 + 4 * group);
    const float step = d * (0.5F + static_cast<float>(word >> 28)) * 0.5F;
    for (std::size_t c = 0; c < 8; ++c) {
      const std::uint32_t signs = evenParitySigns(word >> (7 * (c / 2)));
      decodeCodeword(kIq3Xxs[block[2 + 8 * group + c]], signs >> (4 * (c % 2)), step, values + 32 * group + 4 * c);
    }
  }
}

}  // namespace

const Codec iq3_xxs = {TensorType::IQ3_XXS, &decodeBlocks<decodeBlock, kBytes, kLength>, &encodeIq3Xxs};

}  // namespace halftone::codecs
