#version 460
// Encoding iq3_s; its layout is in decode_iq3_s.comp.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_BYTES 110
#define SUBS 8
#define CODEWORD 4
#define ENTRIES 512
#define SIGNS ANY_SIGNS
#define LEVELS 8
#define UNIT 1.0
#include "signed_scale_search.glsl"

float levelOf(uint k) { return float(2 * k + 1); }

uint blockByte(uint block, uint at) {
  if (at < 66) return entryOf(block, (at - 2) / 2, at & 1) & 255u;
  if (at >= 106) return twoScales(block, at - 106);
  if (at >= 74) return signsOf(block, at - 74);
  uint bits = 0;
  [[dont_unroll]] for (uint k = 0; k < 8; ++k) bits |= entryOf(block, 4 * (at - 66) + k / 2, k & 1) >> 8 << k;
  return bits;
}
