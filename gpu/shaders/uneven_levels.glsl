// The sixteen uneven levels of iq4_nl and iq4_xs, coded by their places: a quadratic leads to the one midpoint that is left to
// compare with, as UnevenLevels of core/codec/levels-inl.h has it. They are drawn from shared memory: any 16 words of
// it can be read at once.
#include "tables.glsl"

shared float levels[16];
shared float levelSums[16];  // of each and the next

void loadLevels() {
  if (gl_LocalInvocationID.x < 16) {
    levels[gl_LocalInvocationID.x] = uintBitsToFloat(tables[kUnevenLevels + gl_LocalInvocationID.x]);
    levelSums[gl_LocalInvocationID.x] = uintBitsToFloat(tables[kUnevenSums + gl_LocalInvocationID.x]);
  }
}

float guess(uint k) { return uintBitsToFloat(tables[kUnevenGuess + k]); }

// The lower of the two levels around v.
ivec4 lowerLevel(vec4 v) {
  const vec4 bounded = clamp(v, guess(3), guess(4));
  return ivec4(bounded * (guess(1) - guess(0) * abs(bounded)) + guess(2));
}

vec4 nearestLevel(vec4 v) {
  const ivec4 k = lowerLevel(v);
  const vec4 low = vec4(levels[k.x], levels[k.y], levels[k.z], levels[k.w]);
  const vec4 sum = vec4(levelSums[k.x], levelSums[k.y], levelSums[k.z], levelSums[k.w]);
  return mix(low, sum - low, greaterThan(v + v, sum));
}
uint codeOf(float v) {
  const int k = lowerLevel(vec4(v)).x;
  return uint(k) + (v + v > levelSums[k] ? 1 : 0);
}
