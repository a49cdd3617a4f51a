#version 460
// q4_1: f16 d; f16 m; 16 bytes, byte j holds value j in its low nibble and value j + 16 in its high one. x = d·q + m.
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#define BLOCK_LENGTH 32
#define BLOCK_BYTES 20
#define HIGH 15
#include "offset_search.glsl"
#include "pack_halves.glsl"

void pack(uint scaleAndOffset) {
  uint fifths;
  const uvec4 words = packHalves(1, fifths);
  putWord(0, scaleAndOffset);
  for (uint k = 0; k < 4; ++k) putWord(1 + k, words[k]);
}
