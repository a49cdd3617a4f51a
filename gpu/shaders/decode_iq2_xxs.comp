#version 460
// iq2_xxs: f16 d; eight groups of 32 values, each two u32 (a, b). Four codewords of 8: the index is byte l of a; the
// signs are seven bits with even parity from bits 7l of b. x = d·(0.5 + (b >> 28))·0.25·grid·sign.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 256
#define BLOCK_BYTES 66
#define SUB_BLOCK 32
#include "decode.glsl"
#include "tables.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const uint group = place.block + 2 + 8 * place.sub;
  const uint packed = wordAt(group + 4);
  const float step = f16At(place.block) * (0.5 + float(packed >> 28)) * 0.25;
  const uint codeword = place.quad / 2, part = place.quad % 2;
  const uint indices = wordAt(group) >> 8 * codeword;
  const uint signs = packed >> 7 * codeword;
  first = withSigns(step * iq2Levels(kIq2Xxs, indices & 255u, part), evenParitySigns(signs) >> 4 * part);
  second = withSigns(step * iq2Levels(kIq2Xxs, indices >> 16 & 255u, part), evenParitySigns(signs >> 14) >> 4 * part);
}
