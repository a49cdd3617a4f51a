#version 460
// tq1_0: 48 bytes; 4 bytes; f16 d. Each byte packs base-3 digits as a fraction of 256: digit n of byte b is
// ((b·3^n mod 256)·3) >> 8. The first 32 bytes give values 0–159 (value 32·n + m = digit n of byte m), the next 16 give
// 160–239 (16·n + m), the last 4 give 240–255 (4·n + m, n = 0..3). x = d·(digit − 1).
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#define BLOCK_LENGTH 256
#define BLOCK_BYTES 54
#define FINE 0
#define LOW -1
#define HIGH 1
#include "integer_levels.glsl"
#include "scale_search.glsl"

// Digits 0..2 make a number below 243, and ceil(256·number/243) is a fraction that the decoder's products truncate back
// to each of them. Where there are four digits, the fifth is 0.
uint packDigits(uint first, uint apart, uint digits, float inverse) {
  uint number = 0;
  [[dont_unroll]] for (uint n = 0; n < 5; ++n)
    number = 3 * number + (n < digits ? codeOf(x(first + apart * n) * inverse) : 0);
  return (256 * number + 242) / 243;
}

void pack(uint bits, float inverse) {
  [[dont_unroll]] for (uint k = 0; k < 13; ++k) {
    const uint apart = k < 8 ? 32 : (k < 12 ? 16 : 4);
    const uint first = k < 8 ? 4 * k : (k < 12 ? 160 + 4 * (k - 8) : 240);
    uint word = 0;
    [[dont_unroll]] for (uint j = 0; j < 4; ++j)
      word |= packDigits(first + j, apart, k < 12 ? 5 : 4, inverse) << 8 * j;
    putWord(k, word);  // of its values none is needed again
  }
  putWord(13, bits);
}
