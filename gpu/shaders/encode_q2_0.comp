#version 460
// q2_0: f16 d; 16 bytes, value i in bits 2·(i mod 4) of byte i/4. x = d·(q − 1), so q of 0..3 is −1, 0, 1, 2.
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#define BLOCK_LENGTH 64
#define BLOCK_BYTES 18
#define FINE 0
#define LOW -1
#define HIGH 2
#include "integer_levels.glsl"
#include "scale_search.glsl"

void pack(uint bits, float inverse) {
  beginWords(bits);
  [[dont_unroll]] for (uint k = 0; k < BLOCK_LENGTH; k += 16) {
    uint word = 0;
    [[dont_unroll]] for (uint j = 0; j < 16; ++j) word |= codeOf(x(k + j) * inverse) << 2 * j;
    appendWord(word, 16);
  }
  endWords();
}
