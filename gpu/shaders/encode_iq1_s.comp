#version 460
// Encoding iq1_s; its layout is in decode_iq1_s.comp.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_BYTES 50
#define OCTETS 4
#include "ternary_search.glsl"

// The upper bits, shift and scale of a group's codewords.
uint upper(uint block, uint group) {
  uint h = codewordOf(block, 4 * group) >> 11 & 1u;
  h = h << 15 | codewordOf(block, 4 * group) & 0x7000u;
  for (uint l = 0; l < 4; ++l) h |= (codewordOf(block, 4 * group + l) >> 8 & 7u) << 3 * l;
  return h;
}

uint packedWord(uint block, uint i) {
  if (i == 0) return steps[block] | lowBytes(block, 0) << 16;
  if (i < 8) return lowBytes(block, 4 * i - 2);
  if (i == 8) return lowBytes(block, 28) >> 16 | upper(block, 0) << 16;
  const uint group = 2 * i - 17;
  return upper(block, group) | (i < 12 ? upper(block, group + 1) << 16 : 0);
}
