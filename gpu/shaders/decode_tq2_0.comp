#version 460
// tq2_0: 64 bytes; f16 d. Two halves of 32 bytes; half h, byte m, bit pair l holds value 128·h + 32·l + m. x = d·(q −
// 1).
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 256
#define BLOCK_BYTES 66
#define SUB_BLOCK 32
#include "decode.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const float d = f16At(place.block + 64);
  const uint codes = place.block + 32 * (place.sub / 4) + 4 * place.quad;
  const uvec2 q = masked(wordsAt(codes, 4), 2 * (place.sub % 4), 3);
  first = d * (floatsOf(q.x) - 1.0);
  second = d * (floatsOf(q.y) - 1.0);
}
