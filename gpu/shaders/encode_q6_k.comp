#version 460
// Encoding q6_K; its layout is in decode_q6_k.comp.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_BYTES 210
#define SUB_BLOCK 16
#include "symmetric_search.glsl"

uint packedWord(uint block, uint i) {
  const uint own = 64 * block;
  if (i < 32) {
    const uint first = own + i / 16 * 32 + i % 16;
    return codes[first] & 0x0f0f0f0fu | (codes[first + 16] & 0x0f0f0f0fu) << 4;
  }
  if (i < 48) {
    uint word = 0;
    for (uint t = 0; t < 4; ++t) word |= (codes[own + (i - 32) / 8 * 32 + 8 * t + i % 8] >> 4 & 0x03030303u) << 2 * t;
    return word;
  }
  if (i == 52) return steps[block];
  uint word = 0;
  for (uint k = 0; k < 4; ++k) word |= (integers[block * SUBS + 4 * (i - 48) + k] & 255u) << 8 * k;
  return word;
}
