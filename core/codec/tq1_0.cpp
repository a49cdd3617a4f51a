// tq1_0: 48 bytes; 4 bytes; f16 d. Each byte packs base-3 digits as a fraction of 256: digit n of byte b is
// ((b·3^n mod 256)·3) >> 8. The first 32 bytes give values 0–159 (value 32·n + m = digit n of byte m), the next 16 give
// 160–239 (16·n + m), the last 4 give 240–255 (4·n + m, n = 0..3). x = d·(digit − 1).
#include "core/codec/block_depths.h"
#include "core/codec/blocks.h"
#include "core/codec/codec_list.h"

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/codec/tq1_0.cpp"
#include "hwy/foreach_target.h"
//
#include "core/codec/scale_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {
namespace {

struct TQ1_0 : TernaryDepths {
  using Levels = IntegerLevels<-1, 1>;
  static constexpr std::size_t kLength = 256;
  static constexpr std::size_t kBytes = 54;
  static constexpr std::size_t kScaleAt = 52;
  static constexpr bool kFine = false;
  static constexpr std::array<float, 1> kQuickPlain = {2.4F}, kQuickWeighted = {2.4F};

  // Digits 0..2 make a number below 243, and ceil(256·number/243) is a fraction that the decoder's products truncate
  // back to each of them. Where there are four digits, the fifth is 0.
  template <std::size_t kBytes, std::size_t kDigits>
  static void packDigits(const std::uint8_t* digits, std::uint8_t* bytes) {
    for (std::size_t m = 0; m < kBytes; ++m) {
      unsigned number = 0;
      for (std::size_t n = 0; n < 5; ++n) number = 3 * number + (n < kDigits ? digits[kBytes * n + m] : 0U);
      bytes[m] = static_cast<std::uint8_t>((256 * number + 242) / 243);
    }
  }
  static void pack(const std::array<std::uint8_t, kLength>& codes, std::uint8_t* bytes) {
    packDigits<32, 5>(codes.data(), bytes);
    packDigits<16, 5>(codes.data() + 160, bytes + 32);
    packDigits<4, 4>(codes.data() + 240, bytes + 48);
  }
};

void encodeAll(const Rows& rows, std::span<std::byte> blocks) { encodeOneScale<TQ1_0>(rows, blocks); }

}  // namespace
}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone::codecs {
namespace {

HWY_EXPORT(encodeAll);

void encode(const Rows& rows, std::span<std::byte> blocks) { HWY_DYNAMIC_DISPATCH(encodeAll)(rows, blocks); }

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

const Codec tq1_0 = {TensorType::TQ1_0, &decodeBlocks<decodeBlock, 54, 256>, &encode};

}  // namespace halftone::codecs
#endif
