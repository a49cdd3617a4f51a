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

// The codes of half a block, from 64 bytes of low nibbles and 32 of high bits.
void unpackHalf(const std::uint8_t* low, const std::uint8_t* high, std::uint8_t* codes) {
  for (std::size_t m = 0; m < 32; m += 8) {
    store(codes + m, maskedCodes(low + m, 0, 15) | maskedCodes(high + m, 0, 3) << 4);
    store(codes + 32 + m, maskedCodes(low + 32 + m, 0, 15) | maskedCodes(high + m, 2, 3) << 4);
    store(codes + 64 + m, maskedCodes(low + m, 4, 15) | maskedCodes(high + m, 4, 3) << 4);
    store(codes + 96 + m, maskedCodes(low + 32 + m, 4, 15) | maskedCodes(high + m, 6, 3) << 4);
  }
}

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block + 208);
  std::uint8_t codes[kLength];
  unpackHalf(block, block + 128, codes);
  unpackHalf(block + 64, block + 160, codes + 128);
  for (std::size_t s = 0; s < 16; ++s) {
    const float step = d * static_cast<float>(load<std::int8_t>(block + 192 + s));
    scaleCodes<16>(codes + 16 * s, step, 32, values + 16 * s);
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
