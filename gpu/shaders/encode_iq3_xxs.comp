#version 460
// Encoding iq3_xxs; its layout is in decode_iq3_xxs.comp.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_BYTES 98
#define SUBS 8
#define CODEWORD 4
#define ENTRIES 256
#define SIGNS EVEN_SIGNS_OF_TWO
#define LEVELS 8
#define UNIT 0.25
#include "signed_scale_search.glsl"

float levelOf(uint k) { return float(k == 7 ? 62 : 4 + 8 * k); }

uint blockByte(uint block, uint at) {
  const uint i = at - 2;
  return i < 64 ? entryOf(block, i / 2, i & 1) : signsAndScale(block, (i - 64) / 4) >> 8 * (i & 3) & 255u;
}
