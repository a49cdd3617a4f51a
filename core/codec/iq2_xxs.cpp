// iq2_xxs: f16 d; eight groups of 32 values, each two u32 (a, b). Four codewords of 8: the index is byte l of a; the
// signs are seven bits with even parity from bits 7l of b. x = d·(0.5 + (b >> 28))·0.25·grid·sign.
#include "core/codec/blocks.h"
#include "core/codec/codebook_encoders.h"
#include "core/codec/codebooks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 256;
constexpr std::size_t kBytes = 66;

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block);
  std::int8_t levels[kLength];
  for (std::size_t c = 0; c < 32; ++c) {
    const std::uint8_t* group = block + 2 + c / 4 * 8;
    signCodeword(kIq2Xxs[group[c % 4]], evenParitySigns(load<std::uint32_t>(group + 4) >> (7 * (c % 4))),
                 levels + 8 * c);
  }
  for (std::size_t group = 0; group < 8; ++group) {
    const float scale = static_cast<float>(load<std::uint32_t>(block + 6 + 8 * group) >> 28);
    scaleLevels<32>(levels + 32 * group, d * (0.5F + scale) * 0.25F, values + 32 * group);
  }
}

}  // namespace

const Codec iq2_xxs = {TensorType::IQ2_XXS, &decodeBlocks<decodeBlock, kBytes, kLength>, &encodeIq2Xxs};

}  // namespace halftone::codecs
