// f32 to small floating-point formats, as core/codec/floats.h has them: exact, also where the device flushes denormal
// numbers.
#ifndef HALFTONE_TO_HALVES
#define HALFTONE_TO_HALVES

// IEEE binary16 of a float's bits: nearest, ties to even; beyond ±65504 it saturates; NaN stays NaN.
uint f32ToF16(uint bits) {
  const uint magnitude = bits & 0x7fffffffu;
  // Adding 0.5, whose last place is 2^-24 (f16's smallest step), lets the addition do the rounding.
  const uint subnormal = floatBitsToUint(uintBitsToFloat(magnitude) + 0.5) - 0x3f000000u;
  const uint normal = (magnitude - (112u << 23) + 0x0fffu + (magnitude >> 13 & 1u)) >> 13;
  uint magnitude16 = magnitude < 0x38800000u ? subnormal : normal;
  if (magnitude > 0x477fdfffu) magnitude16 = magnitude > 0x7f800000u ? 0x7e00u : 0x7bffu;
  return magnitude16 | bits >> 16 & 0x8000u;
}

// bf16 of a float's bits: nearest, ties to even; finite values stay finite, NaN stays NaN.
uint f32ToBf16(uint bits) {
  const uint magnitude = bits & 0x7fffffffu;
  const uint rounded = min((magnitude + 0x7fffu + (magnitude >> 16 & 1u)) >> 16, 0x7f7fu);
  return (magnitude > 0x7f800000u ? 0x7fc0u : rounded) | bits >> 16 & 0x8000u;
}

#endif
