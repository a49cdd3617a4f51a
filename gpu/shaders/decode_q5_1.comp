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
  const uint fifths = wordAt(place.block + 4) >> 4 * place.quad;
  const uvec2 low = nibblesOf(wordAt(place.block + 8 + 4 * place.quad));
  const uvec2 q = low | spreadBits(uvec2(fifths, fifths >> 16)) << 4;
  first = d * floatsOf(q.x) + m;
  second = d * floatsOf(q.y) + m;
}
