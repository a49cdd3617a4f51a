#version 460
// q5_0: f16 d; u32 h; 16 bytes, byte j holds the low bits of value j in its low nibble and of value j + 16 in its high
// one. Bit i of h is the fifth bit of value i. x = d·(q − 16).
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 32
#define BLOCK_BYTES 22
#define SUB_BLOCK 32
#include "decode.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const float d = f16At(place.block);
  const uint fifths = wordAt(place.block + 2) >> 4 * place.quad;
  const uvec2 low = nibblesOf(wordAt(place.block + 6 + 4 * place.quad));
  const uvec2 q = low | spreadBits(uvec2(fifths, fifths >> 16)) << 4;
  first = d * (floatsOf(q.x) - 16.0);
  second = d * (floatsOf(q.y) - 16.0);
}
