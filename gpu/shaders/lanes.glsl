// Rounding as core/codec/lanes-inl.h does it, operation for operation: what the scale searches share.
#ifndef HALFTONE_LANES
#define HALFTONE_LANES

#include "divide.glsl"

// The nearest number of so many significant bits.
float shortened(float v, int bits) {
  const int lost = 24 - bits;
  return uintBitsToFloat(floatBitsToUint(v) + (1u << (lost - 1)) & ~((1u << lost) - 1u));
}

// Two numbers of so many bits have an exact product, and a code times this many bits is exact.
const int kFactorBits = 12;
const int kProductBits = 18;

// sum + a·b. REQUIRES: a·b has at most 24 significant bits, so that it does not matter whether the device fuses them.
float plusExact(float sum, float a, float b) { return fma(a, b, sum); }

// Adding it to a number below 2^22 in magnitude leaves no room for a fraction.
const float kRounder = 12582912.0;  // 1.5·2^23

// Nearest integer within [low, high], ties to even.
float nearestWithin(float v, float low, float high) { return (min(max(v, low), high) + kRounder) - kRounder; }
vec4 nearestWithin(vec4 v, float low, float high) { return (min(max(v, low), high) + kRounder) - kRounder; }

// −1 or 1.
float signOf(float v) { return uintBitsToFloat(floatBitsToUint(v) & 0x80000000u | 0x3f800000u); }

// 1/v to kFactorBits and at most 2^60; a large number of either sign where v is 0.
const float kLeastStep = 8.673617379884035e-19;  // 2^-60
float shortInverse(float v) {
  const float bounded = max(abs(v), kLeastStep);
  float inverse = uintBitsToFloat(0x7ef311c3u - floatBitsToUint(bounded));
  for (int i = 0; i < 3; ++i) inverse = inverse * (2.0 - bounded * inverse);
  return signOf(v) * shortened(inverse, kFactorBits);
}

// The nearest number that IEEE binary16 holds, beyond its range the largest finite one.
float nearestHalf(float v) {
  const float bounded = min(max(v, -65504.0), 65504.0);
  const float wide = bounded * 8193.0;
  const float normal = wide - (wide - bounded);
  const float subnormal = (bounded + 0.75) - 0.75;
  return abs(bounded) < 6.103515625e-05 ? subnormal : normal;  // 2^-14
}

// The step nearest to `step` that a block can store, both in multiples of `unit`, a power of two. Never 0 unless the
// step is.
float storable(float step, float unit, float perUnit) {
  float stored = nearestHalf(step * unit);
  if (stored == 0.0 && step != 0.0) stored = signOf(step * unit) * 5.9604644775390625e-8;  // 2^-24
  return stored * perUnit;
}

// The power of two that is at most `value`, kept within 2^±100 so that its inverse is a normal number.
float powerOfTwoBelow(float value) {
  return uintBitsToFloat(clamp(floatBitsToUint(value) >> 23, 27u, 227u) << 23);
}

// 1/v of a power of two.
float inverseOfPower(float v) { return uintBitsToFloat((254u << 23) - floatBitsToUint(v)); }

// 0, −1, 1, −2, 2, …: the order in which integers around a start are tried.
float alternating(uint i) { return i % 2 == 0 ? float(i / 2) : -float((i + 1) / 2); }

#endif
