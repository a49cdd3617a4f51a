#version 460
// q8_0: f16 d; 32 × i8 q. x = d·q.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 32
#define BLOCK_BYTES 34
#define SUB_BLOCK 32
#include "decode.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const float d = f16At(place.block);
  const uvec2 codes = wordsAt(place.block + 2 + 4 * place.quad, 4);
  first = d * signedOf(codes.x);
  second = d * signedOf(codes.y);
}
