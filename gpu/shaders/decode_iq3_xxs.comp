#version 460
// iq3_xxs: f16 d; 64 bytes index (one per 4 values); eight u32: signs as seven bits with even parity for each 8 values
// in bits 7l, scale in the top 4 bits. x = d·(0.5 + scale)·0.5·grid·sign.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 256
#define BLOCK_BYTES 98
#define SUB_BLOCK 32
#include "decode.glsl"
#include "tables.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const uint packed = wordAt(place.block + 66 + 4 * place.sub);
  const float step = f16At(place.block) * (0.5 + float(packed >> 28)) * 0.5;
  const uint indices = place.block + 2 + 8 * place.sub + place.quad;
  const uint signs = packed >> 7 * (place.quad / 2);
  const uint shift = 4 * (place.quad % 2);
  first = withSigns(step * iq3Levels(kIq3Xxs, byteAt(indices)), evenParitySigns(signs) >> shift);
  second = withSigns(step * iq3Levels(kIq3Xxs, byteAt(indices + 4)), evenParitySigns(signs >> 14) >> shift);
}
