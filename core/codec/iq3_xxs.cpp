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
  std::int8_t levels[kLength];
  for (std::size_t pair = 0; pair < 32; ++pair) {
    const auto word = load<std::uint32_t>(block + 66 + pair / 4 * 4);
    const std::uint32_t signs = evenParitySigns(word >> (7 * (pair % 4)));
    signCodeword(kIq3Xxs[block[2 + 2 * pair]], signs, levels + 8 * pair);
    signCodeword(kIq3Xxs[block[3 + 2 * pair]], signs >> 4, levels + 8 * pair + 4);
  }
  for (std::size_t group = 0; group < 8; ++group) {
    const float scale = static_cast<float>(load<std::uint32_t>(block + 66 + 4 * group) >> 28);
    scaleLevels<32>(levels + 32 * group, d * (0.5F + scale) * 0.5F, values + 32 * group);
  }
}

}  // namespace

const Codec iq3_xxs = {TensorType::IQ3_XXS, &decodeBlocks<decodeBlock, kBytes, kLength>, &encodeIq3Xxs};

}  // namespace halftone::codecs
