#version 460
// q2_0: f16 d; 16 bytes, value i in bits 2·(i mod 4) of byte i/4. x = d·(q − 1), so q of 0..3 is −1, 0, 1, 2.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 64
#define BLOCK_BYTES 18
#define SUB_BLOCK 32
#include "decode.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const float d = f16At(place.block);
  const uint codes = place.block + 2 + 8 * place.sub + place.quad;
  first = d * (floatsOf(spreadPairs(byteAt(codes))) - 1.0);
  second = d * (floatsOf(spreadPairs(byteAt(codes + 4))) - 1.0);
}
