#version 460
// q2_K: 16 bytes sc; 64 bytes q; f16 d; f16 dmin. Sixteen sub-blocks of 16: scale = sc & 15, min = sc >> 4. Value
// 128·h + 32·l + m (m 0..31) is bits 2l of byte 32·h + m of q; its sub-block is 8·h + 2·l + m/16.
// x = d·scale·q − dmin·min.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 256
#define BLOCK_BYTES 84
#define SUB_BLOCK 16
#include "decode.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const uint scales = wordAt(place.block + 80);
  const uint packed = byteAt(place.block + place.sub);
  const float step = f16ToF32(scales & 65535u) * float(packed & 15u);
  const float offset = f16ToF32(scales >> 16) * float(packed >> 4);
  const uint codes = place.block + 16 + 32 * (place.sub / 8) + 16 * (place.sub % 2) + 4 * place.quad;
  const uvec2 q = masked(wordsAt(codes, 2), place.sub & 6u, 3);
  first = step * floatsOf(q.x) - offset;
  second = step * floatsOf(q.y) - offset;
}
