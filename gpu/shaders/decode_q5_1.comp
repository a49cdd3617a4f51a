#version 460
// q5_1: f16 d; f16 m; u32 h; 16 bytes, byte j holds the low bits of value j in its low nibble and of value j + 16 in
// its high one. Bit i of h is the fifth bit of value i. x = d·q + m.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 32
#define BLOCK_BYTES 24
#define SUB_BLOCK 32
#include "decode.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const uint scales = wordAt(place.block);
  const float d = f16ToF32(scales & 65535u), m = f16ToF32(scales >> 16);
  const uint high = wordAt(place.block + 4);
  const uint low = wordAt(place.block + 8 + 4 * place.quad);
  first = d * vec4(codesOf(low, 0, 15) | bitsOf(high, 4 * place.quad) << 4) + m;
  second = d * vec4(codesOf(low, 4, 15) | bitsOf(high, 4 * place.quad + 16) << 4) + m;
}
