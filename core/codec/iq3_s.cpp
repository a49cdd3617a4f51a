// iq3_s: f16 d; 64 bytes index low; 8 bytes qh; 32 bytes signs; 4 bytes scales. In group g (32 values), codeword c
// (0..7) of 4 values: index = low | bit c of qh[g] << 8. scale = nibble g of scales; x = d·(1 + 2·scale)·grid·sign.
#include "core/codec/blocks.h"
#include "core/codec/codebook_encoders.h"
#include "core/codec/codebooks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 256;
constexpr std::size_t kBytes = 110;

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block);
  std::int8_t levels[kLength];
  for (std::size_t pair = 0; pair < 32; ++pair) {
    const unsigned high = static_cast<unsigned>(block[66 + pair / 4]) >> (2 * (pair % 4));
    const std::uint32_t signs = block[74 + pair];
    signCodeword(kIq3S[block[2 + 2 * pair] | (high & 1U) << 8], signs, levels + 8 * pair);
    signCodeword(kIq3S[block[3 + 2 * pair] | (high & 2U) << 7], signs >> 4, levels + 8 * pair + 4);
  }
  for (std::size_t group = 0; group < 8; ++group) {
    const int scale = (block[106 + group / 2] >> (4 * (group % 2))) & 15;
    scaleLevels<32>(levels + 32 * group, d * static_cast<float>(1 + 2 * scale), values + 32 * group);
  }
}

}  // namespace

const Codec iq3_s = {TensorType::IQ3_S, &decodeBlocks<decodeBlock, kBytes, kLength>, &encodeIq3S};

}  // namespace halftone::codecs
