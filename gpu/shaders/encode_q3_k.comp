#version 460
// Encoding q3_K; its layout is in decode_q3_k.comp.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_BYTES 110
#define SUB_BLOCK 16
#include "symmetric_search.glsl"

uint packedWord(uint block, uint i) {
  const uint own = 64 * block;
  uint word = 0;
  if (i < 8) {
    for (uint g = 0; g < 8; ++g) word |= (codes[own + 8 * g + i] >> 2 & 0x01010101u) << g;
  } else if (i < 24) {
    for (uint l = 0; l < 4; ++l) word |= (codes[own + (i - 8) / 8 * 32 + 8 * l + i % 8] & 0x03030303u) << 2 * l;
  } else if (i < 26) {  // low nibbles
    for (uint k = 0; k < 4; ++k) {
      const uint first = block * SUBS + 4 * (i - 24) + k;
      word |= (integers[first] + 32 & 15u | (integers[first + 8] + 32 & 15u) << 4) << 8 * k;
    }
  } else if (i == 26) {  // two high bits of each
    for (uint k = 0; k < 16; ++k) word |= (integers[block * SUBS + k] + 32 >> 4 & 3u) << 8 * (k % 4) + 2 * (k / 4);
  } else {
    word = steps[block];
  }
  return word;
}
