#version 460
// q5_K: f16 d; f16 dmin; 12 bytes of 6-bit scales and mins (packed_scales.glsl); 32 bytes h; 128 bytes q. Eight
// sub-blocks of 32. Sub-block s: low four bits in bytes 32·(s/2).. of q, low nibble for even s, high for odd; the fifth
// is bit s of h[m] for value 32·s + m. x = d·scale·q − dmin·min.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 256
#define BLOCK_BYTES 176
#define SUB_BLOCK 32
#include "decode.glsl"
#include "packed_scales.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const uint scales = wordAt(place.block);
  const uvec3 packed = uvec3(wordAt(place.block + 4), wordAt(place.block + 8), wordAt(place.block + 12));
  const vec2 chosen = scaleAndMin(packed, place.sub);
  const float step = f16ToF32(scales & 65535u) * chosen.x;
  const float offset = f16ToF32(scales >> 16) * chosen.y;
  const uint fifths = place.block + 16 + 4 * place.quad;
  const uint codes = fifths + 32 + 32 * (place.sub / 2);
  const uint shift = 4 * (place.sub % 2);
  const uvec4 firstLow = codesOf(wordAt(codes), shift, 15), secondLow = codesOf(wordAt(codes + 16), shift, 15);
  first = step * vec4(firstLow | codesOf(wordAt(fifths), place.sub, 1) << 4) - offset;
  second = step * vec4(secondLow | codesOf(wordAt(fifths + 16), place.sub, 1) << 4) - offset;
}
