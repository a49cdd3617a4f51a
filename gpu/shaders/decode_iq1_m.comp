#version 460
// iq1_m: 32 bytes index low; 16 bytes qh; 4 × u16 sc. d is an f16 whose four nibbles, low to high, are the top nibbles
// of sc[0..3]. Codeword l of group g: nibble = (l even: low, odd: high) of qh[2g + l/2]; index = low | (nibble & 7) <<
// 8; delta = −0.125 if nibble & 8, else +0.125. Scale for codewords 0–1: bits 6·(g mod 2) of sc[g/2], for 2–3 three
// bits further; x = d·(2·scale + 1)·(grid + delta). The halves of a sub-block are a codeword each.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 256
#define BLOCK_BYTES 56
#define SUB_BLOCK 16
#include "decode.glsl"
#include "tables.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const uvec2 packed = uvec2(wordAt(place.block + 48), wordAt(place.block + 52));
  const uvec2 tops = packed >> 12 & 15u | packed >> 24 & 240u;
  const uint scale = packed[place.sub / 8] >> (16 * (place.sub / 4 % 2) + 3 * (place.sub % 4)) & 7u;
  const float step = f16ToF32(tops.x | tops.y << 8) * float(2 * scale + 1);
  const uint low = halfAt(place.block + 2 * place.sub);
  const uint high = byteAt(place.block + 32 + place.sub);
  const float firstDelta = (high & 8u) != 0 ? -0.125 : 0.125, secondDelta = (high & 128u) != 0 ? -0.125 : 0.125;
  first = step * iq1Levels((low & 255u) | (high & 7u) << 8, place.quad, firstDelta);
  second = step * iq1Levels(low >> 8 | (high >> 4 & 7u) << 8, place.quad, secondDelta);
}
