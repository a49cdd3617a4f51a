#version 460
// Encoding iq2_xxs; its layout is in decode_iq2_xxs.comp.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_BYTES 66
#define SUBS 8
#define CODEWORD 8
#define ENTRIES 256
#define SIGNS EVEN_SIGNS
#define UNIT 0.125
#include "signed_scale_search.glsl"

uint blockByte(uint block, uint at) {
  const uint group = (at - 2) / 8, i = (at - 2) % 8;
  return i < 4 ? entryOf(block, 4 * group + i, 0) : signsAndScale(block, group) >> 8 * (i - 4) & 255u;
}
