// q6_K: 128 bytes lo; 64 bytes hi; 16 × i8 scale; f16 d. In half h (128 values), quarter t (32 values), m 0..31: the
// low nibble is from lo[64·h + 32·(t mod 2) + m], its low half for t < 2, its high half for t >= 2; the top two bits
// are bits 2t of hi[32·h + m]. x = d·scale[8·h + 2·t + m/16]·(q − 32).
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"
#include "core/codec/k_encoders.h"
#include "core/codec/packed_codes.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 256;
constexpr std::size_t kBytes = 210;

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block + 208);
  for (std::size_t s = 0; s < 16; ++s) {
    const float step = d * static_cast<float>(load<std::int8_t>(block + 192 + s));
    for (std::size_t i = 16 * s; i < 16 * s + 16; ++i) {
      const std::size_t h = i / 128, t = i / 32 % 4, m = i % 32;
      const int low = (block[64 * h + 32 * (t % 2) + m] >> (t < 2 ? 0 : 4)) & 15;
      const int high = (block[128 + 32 * h + m] >> (2 * t)) & 3;
      values[i] = step * static_cast<float>((low | high << 4) - 32);
    }
  }
}

}  // namespace

void packQ6K(const SymmetricCodes& codes, std::uint8_t* block) {
  for (std::size_t h = 0; h < 2; ++h) {
    const std::uint8_t* half = codes.q.data() + 128 * h;
    packNibbles(half, half + 64, block + 64 * h);
    packNibbles(half + 32, half + 96, block + 64 * h + 32);
    packTwoBits(half, 4, block + 128 + 32 * h);
  }
  std::memcpy(block + 192, codes.scale.data(), 16);
  storeF16(block + 208, codes.d);
}

const Codec q6_K = {TensorType::Q6_K, &decodeBlocks<decodeBlock, kBytes, kLength>, &encodeQ6K};

}  // namespace halftone::codecs
