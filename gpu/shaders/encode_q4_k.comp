#version 460
// Encoding q4_K; its layout is in decode_q4_k.comp.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_BYTES 144
#define SUB_BLOCK 32
#include "affine_search.glsl"
#include "pack_scales.glsl"

uint packedWord(uint block, uint i) {
  if (i == 0) return steps[block];
  if (i < 4) return packedScales(block, i - 1);
  const uint first = 64 * block + (i - 4) / 8 * 16 + (i - 4) % 8;
  return codes[first] | codes[first + 8] << 4;
}
