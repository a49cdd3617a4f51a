#version 460
// iq1_s: f16 d; 32 bytes index low; 8 × u16 h. Group g of 32 values: codeword l of 8: index = low | (bits 3l of h) << 8
// (3 bits); scale = 2·(bits 12–14) + 1; delta = −0.125 if bit 15, else +0.125. x = d·scale·(grid + delta), grid in −1,
// 0, 1.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 256
#define BLOCK_BYTES 50
#define SUB_BLOCK 32
#include "decode.glsl"
#include "tables.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const uint h = halfAt(place.block + 34 + 2 * place.sub);
  const float step = f16At(place.block) * float(2 * (h >> 12 & 7u) + 1);
  const float delta = (h & 0x8000u) != 0 ? -0.125 : 0.125;
  const uint codeword = place.quad / 2, part = place.quad % 2;
  const uint low = wordAt(place.block + 2 + 4 * place.sub) >> 8 * codeword;
  const uint high = h >> 3 * codeword;
  first = step * iq1Levels((low & 255u) | (high & 7u) << 8, part, delta);
  second = step * iq1Levels((low >> 16 & 255u) | (high >> 6 & 7u) << 8, part, delta);
}
