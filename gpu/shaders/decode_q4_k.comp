#version 460
// q4_K: f16 d; f16 dmin; 12 bytes of 6-bit scales and mins (packed_scales.glsl); 128 bytes q. Eight sub-blocks of 32.
// Sub-block s: bytes 32·(s/2).. of q, low nibble for even s, high for odd. x = d·scale·q − dmin·min.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 256
#define BLOCK_BYTES 144
#define SUB_BLOCK 32
#include "decode.glsl"
#include "packed_scales.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const uint scales = wordAt(place.block);
  const uvec3 packed = uvec3(wordAt(place.block + 4), wordAt(place.block + 8), wordAt(place.block + 12));
  const vec2 chosen = scaleAndMin(packed, place.sub);
  const float step = f16ToF32(scales & 65535u) * chosen.x;
  const float offset = f16ToF32(scales >> 16) * chosen.y;
  const uint codes = place.block + 16 + 32 * (place.sub / 2) + 4 * place.quad;
  const uvec2 q = masked(wordsAt(codes, 4), 4 * (place.sub % 2), 15);
  first = step * floatsOf(q.x) - offset;
  second = step * floatsOf(q.y) - offset;
}
