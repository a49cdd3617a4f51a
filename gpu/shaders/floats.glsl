// Small floating-point formats to f32, as core/codec/floats.h has them: exact, also where the device flushes denormal
// numbers, since none arises here.
#ifndef HALFTONE_FLOATS
#define HALFTONE_FLOATS

// IEEE binary16, in the low half of `bits`; NaN stays NaN.
float f16ToF32(uint bits) {
  const uint magnitude = bits & 0x7fffu;
  const uint subnormal = floatBitsToUint(float(magnitude) * 5.9604644775390625e-8);  // 2^-24
  const uint normal = (magnitude << 13) + (112u << 23);
  const uint special = magnitude << 13 | 0x7f800000u;
  const uint finite = magnitude < 0x0400u ? subnormal : normal;
  return uintBitsToFloat((bits & 0x8000u) << 16 | (magnitude < 0x7c00u ? finite : special));
}

// bf16, in the low half of `bits`, is the top half of f32.
float bf16ToF32(uint bits) { return uintBitsToFloat(bits << 16); }

#endif
