// q5_K: f16 d; f16 dmin; 12 bytes of 6-bit scales and mins (packed_scales.h); 32 bytes h; 128 bytes q. Eight sub-blocks
// of 32. Sub-block s: low four bits in bytes 32·(s/2).. of q, low nibble for even s, high for odd; the fifth is bit s
// of h[m] for value 32·s + m. x = d·scale·q − dmin·min.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"
#include "core/codec/k_encoders.h"
#include "core/codec/packed_codes.h"
#include "core/codec/packed_scales.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 256;
constexpr std::size_t kBytes = 176;

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block);
  const float dmin = loadF16(block + 2);
  for (std::size_t s = 0; s < 8; ++s) {
    const ScaleAndMin packed = unpackScaleAndMin(block + 4, s);
    const float step = d * static_cast<float>(packed.scale);
    const float offset = dmin * static_cast<float>(packed.min);
    const std::uint8_t* codes = block + 48 + 32 * (s / 2);
    for (std::size_t m = 0; m < 32; ++m) {
      const int low = (codes[m] >> (4 * (s % 2))) & 15;
      const int high = (block[16 + m] >> s) & 1;
      values[32 * s + m] = step * static_cast<float>(low | high << 4) - offset;
    }
  }
}

}  // namespace

void packQ5K(const AffineCodes& codes, std::uint8_t* block) {
  storeF16(block, codes.d);
  storeF16(block + 2, codes.dmin);
  packScalesAndMins(codes.scale.data(), codes.min.data(), block + 4);
  packOneBit(codes.q.data(), 4, block + 16);
  for (std::size_t s = 0; s < 8; s += 2) {
    packNibbles(codes.q.data() + 32 * s, codes.q.data() + 32 * s + 32, block + 48 + 16 * s);
  }
}

const Codec q5_K = {TensorType::Q5_K, &decodeBlocks<decodeBlock, kBytes, kLength>, &encodeQ5K};

}  // namespace halftone::codecs
