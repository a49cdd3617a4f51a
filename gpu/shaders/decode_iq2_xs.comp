#version 460
// iq2_xs: f16 d; 32 × u16, each a codeword of 8 (index in the low 9 bits, signs as seven bits with even parity in the
// top 7); 8 bytes of scales: low nibble for codewords 0–1 of a group of 32, high nibble for 2–3. x = d·(0.5 +
// nibble)·0.25·grid·sign. The halves of a sub-block are a codeword each.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 256
#define BLOCK_BYTES 74
#define SUB_BLOCK 16
#include "decode.glsl"
#include "tables.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const uint scale = byteAt(place.block + 66 + place.sub / 2) >> 4 * (place.sub % 2) & 15u;
  const float step = f16At(place.block) * (0.5 + float(scale)) * 0.25;
  const uint codewords = wordAt(place.block + 2 + 4 * place.sub);
  const uint shift = 4 * place.quad;
  first = withSigns(step * iq2Levels(kIq2Xs, codewords & 511u, place.quad), evenParitySigns(codewords >> 9) >> shift);
  second = withSigns(step * iq2Levels(kIq2Xs, codewords >> 16 & 511u, place.quad),
                     evenParitySigns(codewords >> 25) >> shift);
}
