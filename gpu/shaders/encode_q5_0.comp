#version 460
// q5_0: f16 d; u32 h; 16 bytes, byte j holds the low bits of value j in its low nibble and of value j + 16 in its high
// one. Bit i of h is the fifth bit of value i. x = d·(q − 16).
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#define BLOCK_LENGTH 32
#define BLOCK_BYTES 22
#define FINE 0
#define LOW -16
#define HIGH 15
#include "integer_levels.glsl"
#include "scale_search.glsl"
#include "pack_halves.glsl"

void pack(uint bits, float inverse) {
  uint fifths;
  const uvec4 words = packHalves(inverse, fifths);
  beginWords(bits);
  appendWord(fifths, 16);
  for (uint k = 0; k < 4; ++k) appendWord(words[k], 16);
  endWords();
}
