#version 460
// Encoding q5_K; its layout is in decode_q5_k.comp.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_BYTES 176
#define SUB_BLOCK 32
#include "affine_search.glsl"
#include "pack_scales.glsl"

uint packedWord(uint block, uint i) {
  if (i == 0) return steps[block];
  if (i < 4) return packedScales(block, i - 1);
  if (i < 12) {  // fifth bits
    uint word = 0;
    for (uint s = 0; s < 8; ++s) word |= (codes[64 * block + 8 * s + i - 4] >> 4 & 0x01010101u) << s;
    return word;
  }
  const uint first = 64 * block + (i - 12) / 8 * 16 + (i - 12) % 8;
  return codes[first] & 0x0f0f0f0fu | (codes[first + 8] & 0x0f0f0f0fu) << 4;
}
