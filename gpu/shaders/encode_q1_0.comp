#version 460
// q1_0: f16 d; 16 bytes, value i in bit i mod 8 of byte i/8. x = d if the bit is set, else −d.
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#define BLOCK_LENGTH 128
#define BLOCK_BYTES 18
#define FINE 0

vec4 nearestLevel(vec4 v) { return mix(vec4(1), vec4(-1), lessThan(v, vec4(0))); }
#include "scale_search.glsl"

void pack(uint bits, float inverse) {
  beginWords(bits);
  [[dont_unroll]] for (uint k = 0; k < BLOCK_LENGTH; k += 32) {
    uint word = 0;
    [[dont_unroll]] for (uint j = 0; j < 32; ++j) word |= (x(k + j) * inverse < 0 ? 0u : 1u) << j;
    appendWord(word, 16);
  }
  endWords();
}
