#version 460
// Encoding iq1_m; its layout is in decode_iq1_m.comp.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_BYTES 56
#define OCTETS 2
#include "ternary_search.glsl"

// The scales of eight codewords, and a nibble of d.
uint scales(uint block, uint i) {
  uint packed = (steps[block] >> 4 * i & 15u) << 12;
  for (uint k = 0; k < 4; ++k) packed |= (codewordOf(block, 8 * i + 2 * k) >> 12) << 3 * k;
  return packed;
}

uint packedWord(uint block, uint i) {
  if (i < 8) return lowBytes(block, 4 * i);
  if (i >= 12) return scales(block, 2 * i - 24) | scales(block, 2 * i - 23) << 16;
  uint word = 0;
  for (uint k = 0; k < 8; ++k) word |= (codewordOf(block, 8 * (i - 8) + k) >> 8 & 15u) << 4 * k;
  return word;
}
