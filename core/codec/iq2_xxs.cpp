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
  for (std::size_t group = 0; group < 8; ++group) {
    const std::uint8_t* indices = block + 2 + 8 * group;
    const auto b = load<std::uint32_t>(indices + 4);
    const float step = d * (0.5F + static_cast<float>(b >> 28)) * 0.25F;
    for (std::size_t l = 0; l < 4; ++l)
      decodeCodeword(kIq2Xxs[indices[l]], evenParitySigns(b >> (7 * l)), step, values + 32 * group + 8 * l);
  }
}

}  // namespace

const Codec iq2_xxs = {TensorType::IQ2_XXS, &decodeBlocks<decodeBlock, kBytes, kLength>, &encodeIq2Xxs};

}  // namespace halftone::codecs
