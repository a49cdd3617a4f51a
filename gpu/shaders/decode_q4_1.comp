#version 460
// q4_1: f16 d; f16 m; 16 bytes, byte j holds value j in its low nibble and value j + 16 in its high one. x = d·q + m.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 32
#define BLOCK_BYTES 20
#define SUB_BLOCK 32
#include "decode.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const uint scales = wordAt(place.block);
  const float d = f16ToF32(scales & 65535u), m = f16ToF32(scales >> 16);
  const uvec2 q = nibblesOf(wordAt(place.block + 4 + 4 * place.quad));
  first = d * floatsOf(q.x) + m;
  second = d * floatsOf(q.y) + m;
}
