#version 460
// q8_0: f16 d; 32 × i8 q. x = d·q.
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#define BLOCK_LENGTH 32
#define BLOCK_BYTES 34
#define FINE 1
#define LOW -128
#define HIGH 127
#include "integer_levels.glsl"
#include "scale_search.glsl"

void pack(uint bits, float inverse) {
  beginWords(bits);
  [[dont_unroll]] for (uint k = 0; k < BLOCK_LENGTH; k += 4) {
    uint word = 0;
    [[dont_unroll]] for (uint j = 0; j < 4; ++j) word |= (codeOf(x(k + j) * inverse) ^ 128u) << 8 * j;
    appendWord(word, 16);
  }
  endWords();
}
