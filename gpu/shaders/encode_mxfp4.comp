#version 460
// mxfp4: u8 e; 16 bytes, byte j holds value j in its low nibble and value j + 16 in its high one, each an index into F,
// twice the E2M1 values. x = s·F[q] with s = 2^(e − 128), and for e < 2 the subnormal of the same value.
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#define BLOCK_LENGTH 32
#define BLOCK_BYTES 17
#include "twice_e2m1_levels.glsl"
#include "candidate_scales.glsl"
#include "pack_halves.glsl"

const uint kSmallest = 1 << 19;  // bits of 2^-130
const int kLastCode = 252;       // beyond 2^124 the largest level would be infinite

// The scale that puts the largest magnitude at 4..8: with a larger one no value comes nearer, because twice a level is a
// level wherever that is in range. Codes run from there down; with importance far, since a peak may be cut.
int startCode(uint most) { return clamp(leadingExponent(most) - 2 + 128, 0, kLastCode); }

float scaleOf(int code) { return powerOfTwo(code - 128 - (int(floatBitsToUint(unit) >> 23) - 127)); }

void encodeLane() {
  const uint most = normalizeValues();
  if (most < kSmallest) {
    for (uint i = 0; i < 5; ++i) putWord(i, 0);
    return;
  }
  normalizeWeights();
  float factor;
  const int code = chooseCode(startCode(most), factor);
  uint fifths;
  const uvec4 words = packHalves(factor, fifths);
  beginWords(uint(code));
  for (uint k = 0; k < 4; ++k) appendWord(words[k], 8);
  endWords();
}

uint blockByte(uint block, uint at) { return byteOf(block, at); }
