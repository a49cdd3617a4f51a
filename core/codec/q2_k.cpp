// q2_K: 16 bytes sc; 64 bytes q; f16 d; f16 dmin. Sixteen sub-blocks of 16: scale = sc & 15, min = sc >> 4. Value
// 128·h + 32·l + m (m 0..31) is bits 2l of byte 32·h + m of q; its sub-block is 8·h + 2·l + m/16.
// x = d·scale·q − dmin·min.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"
#include "core/codec/k_encoders.h"
#include "core/codec/packed_codes.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 256;
constexpr std::size_t kBytes = 84;

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block + 80);
  const float dmin = loadF16(block + 82);
  std::uint8_t codes[kLength];
  unpackTwoBits(block + 16, codes);
  unpackTwoBits(block + 48, codes + 128);
  for (std::size_t s = 0; s < 16; ++s) {
    const float step = d * static_cast<float>(block[s] & 15);
    const float offset = dmin * static_cast<float>(block[s] >> 4);
    scaleAndShift<16>(codes + 16 * s, step, -offset, values + 16 * s);
  }
}

}  // namespace

void packQ2K(const AffineCodes& codes, std::uint8_t* block) {
  for (std::size_t k = 0; k < 16; ++k) block[k] = static_cast<std::uint8_t>(codes.scale[k] | codes.min[k] << 4);
  packTwoBits(codes.q.data(), 0, block + 16);
  packTwoBits(codes.q.data() + 128, 0, block + 48);
  storeF16(block + 80, codes.d);
  storeF16(block + 82, codes.dmin);
}

const Codec q2_K = {TensorType::Q2_K, &decodeBlocks<decodeBlock, kBytes, kLength>, &encodeQ2K};

}  // namespace halftone::codecs
