// Twice the values of E2M1: magnitudes 0 1 2 3 4 6 8 12, which are steps of 1 below 4, of 2 below 8, then of 4; negative
// ones are coded 8 further on. As TwiceE2M1Levels of core/codec/levels-inl.h has them.

// Adding 2^23 times a step leaves no room for fractions of the step.
vec4 nearestMagnitude(vec4 v) {
  const vec4 coarse = mix(vec4(33554432.0), vec4(16777216.0), lessThan(v, vec4(8)));
  const vec4 magic = mix(coarse, vec4(8388608.0), lessThan(v, vec4(4)));
  return (min(v, 12.0) + magic) - magic;
}
vec4 nearestLevel(vec4 v) {
  return uintBitsToFloat(floatBitsToUint(nearestMagnitude(abs(v))) | (floatBitsToUint(v) & 0x80000000u));
}
uint codeOf(float v) {
  const uint level = uint(nearestMagnitude(vec4(abs(v))).x);
  const uint code = level < 5 ? level : min(level / 2 + 2, 7u);
  return code + (v < 0 && level > 0 ? 8 : 0);
}
