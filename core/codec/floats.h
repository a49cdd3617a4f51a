// Small floating-point formats to and from f32, in integer arithmetic: the same on every machine.
// Thread-safety: pure functions.
#pragma once

#include <bit>
#include <cstdint>

namespace halftone::codecs {

// IEEE binary16 to f32; exact, NaN stays NaN.
inline float f16ToF32(std::uint16_t half) {
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16;
  const std::uint32_t magnitude = half & 0x7fffU;
  const std::uint32_t subnormal =
      std::bit_cast<std::uint32_t>(static_cast<float>(static_cast<std::int32_t>(magnitude)) * 0x1p-24F);
  const std::uint32_t normal = (magnitude << 13) + (112U << 23);
  const std::uint32_t special = (magnitude << 13) | 0x7f800000U;
  const std::uint32_t finite = magnitude < 0x0400U ? subnormal : normal;
  return std::bit_cast<float>(sign | (magnitude < 0x7c00U ? finite : special));
}

// f32 to IEEE binary16, nearest, ties to even. What lies beyond f16's range becomes ±65504, not infinity: one such
// weight must not poison a whole row. NaN stays NaN.
inline std::uint16_t f32ToF16(float value) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = (bits >> 16) & 0x8000U;
  const std::uint32_t magnitude = bits & 0x7fffffffU;
  std::uint32_t half = 0;
  if (magnitude > 0x7f800000U) {
    half = 0x7e00U;
  } else if (magnitude >= 0x477fe000U) {  // 65504 and above
    half = 0x7bffU;
  } else if (magnitude < 0x38800000U) {
    // Adding 0.5, whose last place is 2^-24 (f16's smallest step), lets the addition do the rounding.
    half = std::bit_cast<std::uint32_t>(std::bit_cast<float>(magnitude) + 0.5F) - 0x3f000000U;
  } else {
    half = (magnitude - (112U << 23) + 0x0fffU + ((magnitude >> 13) & 1U)) >> 13;
  }
  return static_cast<std::uint16_t>(sign | half);
}

// `value` as a decoder sees it after it was stored as f16.
inline float roundToF16(float value) { return f16ToF32(f32ToF16(value)); }

// bf16 is the top half of f32.
inline float bf16ToF32(std::uint16_t half) { return std::bit_cast<float>(static_cast<std::uint32_t>(half) << 16); }

// Nearest, ties to even. Finite values stay finite (±3.39e38 at most), NaN stays NaN.
inline std::uint16_t f32ToBf16(float value) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = (bits >> 16) & 0x8000U;
  const std::uint32_t magnitude = bits & 0x7fffffffU;
  if (magnitude > 0x7f800000U) return static_cast<std::uint16_t>(sign | 0x7fc0U);
  const std::uint32_t rounded = (magnitude + 0x7fffU + ((magnitude >> 16) & 1U)) >> 16;
  return static_cast<std::uint16_t>(sign | (rounded < 0x7f80U ? rounded : 0x7f7fU));
}

// FP8 with 4 exponent bits (bias 7): no infinities, all ones is NaN.
inline float f8E4M3ToF32(std::uint8_t value) {
  const std::uint32_t sign = static_cast<std::uint32_t>(value & 0x80U) << 24;
  const std::uint32_t magnitude = value & 0x7fU;
  const std::uint32_t subnormal =
      std::bit_cast<std::uint32_t>(static_cast<float>(static_cast<std::int32_t>(magnitude)) * 0x1p-9F);
  const std::uint32_t normal = (magnitude << 20) + (120U << 23);
  const std::uint32_t finite = magnitude < 8U ? subnormal : normal;
  return std::bit_cast<float>(sign | (magnitude == 0x7fU ? 0x7fc00000U : finite));
}

// FP8 with 5 exponent bits is the top half of f16.
inline float f8E5M2ToF32(std::uint8_t value) { return f16ToF32(static_cast<std::uint16_t>(value << 8)); }

}  // namespace halftone::codecs
