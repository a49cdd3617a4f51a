#version 460
// nvfp4: 4 × u8 scales, then four sub-blocks of 16 values in 8 bytes each, split low/high within the sub-block over F,
// twice the E2M1 values. A scale byte is unsigned E4M3 (bytes 0 and 0x7F mean 0); x = (scale/2)·F[q].
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#define BLOCK_LENGTH 64
#define BLOCK_BYTES 36
#define LANE_LENGTH 16
#define BLOCKS_OF_GROUP 16
#include "twice_e2m1_levels.glsl"
#include "candidate_scales.glsl"

const uint kSmallest = (127 - 12) << 23;
const int kLastCode = 0x7e;

// Half of an unsigned E4M3 number.
float halfE4M3(int code) {
  return code < 8 ? float(code) * 9.765625e-4 : uintBitsToFloat((uint(code) << 20) + (119u << 23));  // 2^-10
}
float scaleOf(int code) { return halfE4M3(code) * perUnit; }

// An octave above the first code whose scale reaches the largest magnitude: from there on no value comes nearer,
// because twice a level is a level wherever that is in range.
int startCode(uint most) {
  // 2^14 is beyond all codes.
  const float wanted = divide(min(uintBitsToFloat(most), 16384.0), 6.0);
  int code = 0;
  for (int bit = 64; bit > 0; bit /= 2)
    if (code + bit <= kLastCode && 2 * halfE4M3(code + bit - 1) < wanted) code += bit;
  return min(code + (code < 8 ? 15 : 7), kLastCode);
}

// Leaves the scale in a word, and the levels in two.
void encodeLane() {
  const uint most = normalizeValues();
  if (most < kSmallest) {
    for (uint i = 0; i < 3; ++i) putWord(i, 0);
    return;
  }
  normalizeWeights();
  float factor;
  const int code = chooseCode(startCode(most), factor);
  uint words[2] = {0, 0};
  [[dont_unroll]] for (uint j = 0; j < 8; ++j) {
    const uint bits = codeOf(x(j) * factor) | codeOf(x(j + 8) * factor) << 4;
    if (j < 4)
      words[0] |= bits << 8 * j;
    else
      words[1] |= bits << 8 * (j - 4);
  }
  putWord(0, uint(code));
  putWord(1, words[0]);
  putWord(2, words[1]);
}

uint blockByte(uint block, uint at) {
  return at < 4 ? byteOf(4 * block + at, 0) : byteOf(4 * block + (at - 4) / 8, 4 + (at - 4) % 8);
}
