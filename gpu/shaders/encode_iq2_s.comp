#version 460
// Encoding iq2_s; its layout is in decode_iq2_s.comp.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_BYTES 82
#define SUBS 16
#define CODEWORD 8
#define ENTRIES 1024
#define SIGNS ANY_SIGNS
#define UNIT 0.125
#include "signed_scale_search.glsl"

uint blockByte(uint block, uint at) {
  if (at < 34) return entryOf(block, at - 2, 0) & 255u;
  if (at < 66) return signsOf(block, at - 34);
  if (at >= 74) return twoScales(block, at - 74);
  uint bits = 0;
  [[dont_unroll]] for (uint k = 0; k < 4; ++k) bits |= entryOf(block, 4 * (at - 66) + k, 0) >> 8 << 2 * k;
  return bits;
}
