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
  for (std::size_t group = 0; group < 8; ++group) {
    const int scale = (block[106 + group / 2] >> (4 * (group % 2))) & 15;
    const float step = d * static_cast<float>(1 + 2 * scale);
    for (std::size_t c = 0; c < 8; ++c) {
      const std::size_t high = (block[66 + group] >> c) & 1U;
      const std::uint32_t signs = block[74 + 4 * group + c / 2] >> (4 * (c % 2));
      decodeCodeword(kIq3S[block[2 + 8 * group + c] | high << 8], signs, step, values + 32 * group + 4 * c);
    }
  }
}

}  // namespace

const Codec iq3_s = {TensorType::IQ3_S, &decodeBlocks<decodeBlock, kBytes, kLength>, &encodeIq3S};

}  // namespace halftone::codecs
