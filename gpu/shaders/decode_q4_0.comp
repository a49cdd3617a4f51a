#version 460
// q4_0: f16 d; 16 bytes, byte j holds value j in its low nibble and value j + 16 in its high one. x = d·(q − 8).
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 32
#define BLOCK_BYTES 18
#define SUB_BLOCK 32
#include "decode.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const float d = f16At(place.block);
  const uvec2 q = nibblesOf(wordAt(place.block + 2 + 4 * place.quad));
  first = d * (floatsOf(q.x) - 8.0);
  second = d * (floatsOf(q.y) - 8.0);
}
