#version 460
// iq3_s: f16 d; 64 bytes index low; 8 bytes qh; 32 bytes signs; 4 bytes scales. In group g (32 values), codeword c
// (0..7) of 4 values: index = low | bit c of qh[g] << 8. scale = nibble g of scales; x = d·(1 + 2·scale)·grid·sign.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 256
#define BLOCK_BYTES 110
#define SUB_BLOCK 32
#include "decode.glsl"
#include "tables.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const uint scale = byteAt(place.block + 106 + place.sub / 2) >> 4 * (place.sub % 2) & 15u;
  const float step = f16At(place.block) * float(1 + 2 * scale);
  const uint low = place.block + 2 + 8 * place.sub + place.quad;
  const uint high = byteAt(place.block + 66 + place.sub) >> place.quad;
  const uint signs = place.block + 74 + 4 * place.sub + place.quad / 2;
  const uint shift = 4 * (place.quad % 2);
  first = withSigns(step * iq3Levels(kIq3S, byteAt(low) | (high & 1u) << 8), byteAt(signs) >> shift);
  second = withSigns(step * iq3Levels(kIq3S, byteAt(low + 4) | (high >> 4 & 1u) << 8), byteAt(signs + 2) >> shift);
}
