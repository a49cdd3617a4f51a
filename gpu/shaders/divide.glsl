// Division as IEEE has it, which a device's own need not be: that may be 2.5 units in the last place off.
#ifndef HALFTONE_DIVIDE
#define HALFTONE_DIVIDE

// The float nearest to a/b. What the device says, as an integer of 24 bits, is put right by the remainder: of that the
// low 32 bits are enough, because it is small. Below f32's normal numbers 0, above its range infinity. REQUIRES: b is a
// normal number, a is finite; a denormal a counts as 0.
float divide(float a, float b) {
  const uint aBits = floatBitsToUint(a), bBits = floatBitsToUint(b);
  const uint sign = (aBits ^ bBits) & 0x80000000u;
  uint up = aBits & 0x7fffffu | 0x800000u;
  const uint down = bBits & 0x7fffffu | 0x800000u;
  int exponent = int(aBits >> 23 & 255u) - int(bBits >> 23 & 255u) + 127;
  if (up < down) {
    up <<= 1;
    --exponent;
  }
  uint quotient = uint(float(up) / float(down) * 8388608.0);
  int rest = int((up << 23) - quotient * down);
  const int off = int(floor(float(rest) / float(down) + 0.5));
  quotient += uint(off);
  rest -= off * int(down);
  // No quotient of two floats is midway between others.
  if (2 * rest > int(down)) ++quotient;
  if (2 * rest < -int(down)) --quotient;
  if ((aBits & 0x7f800000u) == 0 || exponent <= 0) return uintBitsToFloat(sign);
  if (exponent >= 255) return uintBitsToFloat(sign | 0x7f800000u);
  return uintBitsToFloat(sign | (uint(exponent) << 23) + (quotient - 0x800000u));
}

vec4 divide(vec4 a, vec4 b) {
  vec4 quotients;
  for (uint j = 0; j < 4; ++j) quotients[j] = divide(a[j], b[j]);
  return quotients;
}

// 1/v, and 0 where v is 0.
float inverseOrZero(float v) { return v == 0.0 ? 0.0 : divide(1.0, v); }
vec4 inverseOrZero(vec4 v) {
  const bvec4 zero = equal(v, vec4(0));
  return mix(divide(vec4(1), mix(v, vec4(1), zero)), vec4(0), zero);
}

#endif
