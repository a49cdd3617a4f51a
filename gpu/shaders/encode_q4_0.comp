#version 460
// q4_0: f16 d; 16 bytes, byte j holds value j in its low nibble and value j + 16 in its high one. x = d·(q − 8).
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#define BLOCK_LENGTH 32
#define BLOCK_BYTES 18
#define FINE 0
#define LOW -8
#define HIGH 7
#include "integer_levels.glsl"
#include "scale_search.glsl"
#include "pack_halves.glsl"

void pack(uint bits, float inverse) {
  uint fifths;
  const uvec4 words = packHalves(inverse, fifths);
  beginWords(bits);
  for (uint k = 0; k < 4; ++k) appendWord(words[k], 16);
  endWords();
}
