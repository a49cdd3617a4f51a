// q3_K: 32 bytes hmask; 64 bytes q; 12 bytes scales; f16 d. The low two bits of value 128·h + 32·l + m (m 0..31) are
// bits 2l of byte 32·h + m of q, its third bit is bit 4·h + l of hmask[m]. Sixteen sub-blocks of 16 with 6-bit scales:
// scale k's low nibble is, for k < 8, the low nibble of byte k, else the high nibble of byte k − 8; its top two bits
// are bits 2·(k/4) of byte 8 + (k mod 4). x = d·(scale − 32)·(q − 4), q in 0..7.
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"
#include "core/codec/k_encoders.h"
#include "core/codec/packed_codes.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 256;
constexpr std::size_t kBytes = 110;

int scaleOf(const std::uint8_t* scales, std::size_t k) {
  const int low = k < 8 ? scales[k] & 15 : scales[k - 8] >> 4;
  const int high = (scales[8 + k % 4] >> (2 * (k / 4))) & 3;
  return low | high << 4;
}

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block + 108);
  std::uint8_t codes[kLength];
  for (std::size_t i = 0; i < kLength; i += 8) {
    const std::uint64_t low = maskedCodes(block + 32 + i / 128 * 32 + i % 32, static_cast<int>(2 * (i / 32 % 4)), 3);
    store(codes + i, low | maskedCodes(block + i % 32, static_cast<int>(i / 32), 1) << 2);
  }
  for (std::size_t s = 0; s < 16; ++s) {
    const float step = d * static_cast<float>(scaleOf(block + 96, s) - 32);
    scaleCodes<16>(codes + 16 * s, step, 4, values + 16 * s);
  }
}

// Eight scales as bytes from 0. Adding to seven bits carries into no other byte; the eighth is that of the sum's sign.
std::uint64_t storedScales(const std::int8_t* scales) {
  std::uint64_t given;
  std::memcpy(&given, scales, sizeof(given));
  constexpr std::uint64_t kSigns = 0x8080808080808080, kMiddles = 0x2020202020202020;
  return ((given & ~kSigns) + kMiddles) ^ (given & kSigns);
}

}  // namespace

void packQ3K(const SymmetricCodes& codes, std::uint8_t* block) {
  packOneBit(codes.q.data(), 2, block);
  packTwoBits(codes.q.data(), 0, block + 32);
  packTwoBits(codes.q.data() + 128, 0, block + 64);
  const std::uint64_t first = storedScales(codes.scale.data()), second = storedScales(codes.scale.data() + 8);
  constexpr std::uint64_t kLow = 0x0f0f0f0f0f0f0f0f, kHigh = 0x0303030303030303;
  store(block + 96, (first & kLow) | (second & kLow) << 4);
  const std::uint64_t high = (first >> 4 & kHigh) | (second >> 4 & kHigh) << 4;
  store(block + 104, static_cast<std::uint32_t>(high | high >> 30));
  storeF16(block + 108, codes.d);
}

const Codec q3_K = {TensorType::Q3_K, &decodeBlocks<decodeBlock, kBytes, kLength>, &encodeQ3K};

}  // namespace halftone::codecs
