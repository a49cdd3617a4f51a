#version 460
// Encoding iq2_xs; its layout is in decode_iq2_xs.comp.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_BYTES 74
#define SUBS 16
#define CODEWORD 8
#define ENTRIES 512
#define SIGNS EVEN_SIGNS
#define UNIT 0.125
#include "signed_scale_search.glsl"

uint blockByte(uint block, uint at) {
  if (at >= 66) return twoScales(block, at - 66);
  const uint place = (at - 2) / 2;
  return (entryOf(block, place, 0) | signsOf(block, place) << 9) >> 8 * (at & 1) & 255u;
}
