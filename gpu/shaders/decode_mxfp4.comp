#version 460
// mxfp4: u8 e; 16 bytes, byte j holds value j in its low nibble and value j + 16 in its high one, each an index into F,
// twice the E2M1 values. x = s·F[q] with s = 2^(e − 128), and for e < 2 the subnormal of the same value.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 32
#define BLOCK_BYTES 17
#define SUB_BLOCK 32
#define LEVELS kTwiceE2M1
#include "decode.glsl"

// levels·2^(e − 128) for e < 2, without a denormal number in arithmetic: as a whole number of 2^−149, which is what the
// bits of a denormal float say; and where that is beyond them, as a float whose exponent is lowered.
vec4 tiny(vec4 levels, uint e) {
  const uvec4 count = uvec4(abs(levels)) << (21 + e);
  const uvec4 normal = floatBitsToUint(vec4(count)) - (149u << 23);
  const uvec4 magnitude = mix(normal, count, lessThan(count, uvec4(1u << 23)));
  return uintBitsToFloat(magnitude | (floatBitsToUint(levels) & 0x80000000u));
}

void decode(Place place, out vec4 first, out vec4 second) {
  const uint e = byteAt(place.block);
  const uvec2 q = nibblesOf(wordAt(place.block + 1 + 4 * place.quad));
  const vec4 low = levelsOf(q.x), high = levelsOf(q.y);
  if (e < 2) {
    first = tiny(low, e);
    second = tiny(high, e);
    return;
  }
  const float scale = uintBitsToFloat((e - 1u) << 23);
  first = scale * low;
  second = scale * high;
}
