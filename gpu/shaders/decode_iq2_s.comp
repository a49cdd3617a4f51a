#version 460
// iq2_s: f16 d; 32 bytes index low; 32 bytes signs (8 bits a codeword of 8); 8 bytes qh; 8 bytes of scales: low nibble
// for codewords 0–1 of a group of 32, high nibble for 2–3. Codeword l of group g: index = low | bits 2l of qh[g] << 8.
// x = d·(0.5 + nibble)·0.25·grid·sign. The halves of a sub-block are a codeword each.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 256
#define BLOCK_BYTES 82
#define SUB_BLOCK 16
#include "decode.glsl"
#include "tables.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const uint scale = byteAt(place.block + 74 + place.sub / 2) >> 4 * (place.sub % 2) & 15u;
  const float step = f16At(place.block) * (0.5 + float(scale)) * 0.25;
  const uint low = halfAt(place.block + 2 + 2 * place.sub);
  const uint high = byteAt(place.block + 66 + place.sub / 2) >> 4 * (place.sub % 2);
  const uint signs = halfAt(place.block + 34 + 2 * place.sub) >> 4 * place.quad;
  first = withSigns(step * iq2Levels(kIq2S, (low & 255u) | (high & 3u) << 8, place.quad), signs);
  second = withSigns(step * iq2Levels(kIq2S, low >> 8 | (high >> 2 & 3u) << 8, place.quad), signs >> 8);
}
