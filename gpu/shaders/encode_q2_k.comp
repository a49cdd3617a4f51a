#version 460
// Encoding q2_K; its layout is in decode_q2_k.comp.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_BYTES 84
#define SUB_BLOCK 16
#include "affine_search.glsl"

uint packedWord(uint block, uint i) {
  if (i == 20) return steps[block];
  uint word = 0;
  if (i < 4) {
    for (uint k = 0; k < 4; ++k) {
      const uint both = integers[block * SUBS + 4 * i + k];
      word |= (both & 15u | (both >> 8 & 15u) << 4) << 8 * k;
    }
  } else {
    for (uint l = 0; l < 4; ++l) word |= codes[64 * block + (i - 4) / 8 * 32 + 8 * l + (i - 4) % 8] << 2 * l;
  }
  return word;
}
