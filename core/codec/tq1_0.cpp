// tq1_0: 48 bytes; 4 bytes; f16 d. Each byte packs base-3 digits as a fraction of 256: digit n of byte b is
// ((b·3^n mod 256)·3) >> 8. The first 32 bytes give values 0–159 (value 32·n + m = digit n of byte m), the next 16 give
// 160–239 (16·n + m), the last 4 give 240–255 (4·n + m, n = 0..3). x = d·(digit − 1).
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

namespace halftone::codecs {
namespace {

constexpr std::size_t kLength = 256;
constexpr std::size_t kBytes = 54;

// Writes `digits` × `bytes` values and returns what follows them.
float* decodeDigits(const std::uint8_t* packed, std::size_t bytes, int digits, float d, float* values) {
  unsigned power = 1;
  for (int n = 0; n < digits; ++n, power *= 3, values += bytes) {
    for (std::size_t m = 0; m < bytes; ++m) {
      const unsigned digit = ((packed[m] * power & 255U) * 3U) >> 8;
      values[m] = d * static_cast<float>(static_cast<int>(digit) - 1);
    }
  }
  return values;
}

void decodeBlock(const std::uint8_t* block, float* values) {
  const float d = loadF16(block + 52);
  float* next = decodeDigits(block, 32, 5, d, values);
  next = decodeDigits(block + 32, 16, 5, d, next);
  decodeDigits(block + 48, 4, 4, d, next);
}

}  // namespace

const Codec tq1_0 = {TensorType::TQ1_0, &decodeBlocks<decodeBlock, kBytes, kLength>, nullptr};

}  // namespace halftone::codecs
