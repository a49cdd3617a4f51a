#version 460
// q5_1: f16 d; f16 m; u32 h; 16 bytes, byte j holds the low bits of value j in its low nibble and of value j + 16 in
// its high one. Bit i of h is the fifth bit of value i. x = d·q + m.
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#define BLOCK_LENGTH 32
#define BLOCK_BYTES 24
#define HIGH 31
#include "offset_search.glsl"
#include "pack_halves.glsl"

void pack(uint scaleAndOffset) {
  uint fifths;
  const uvec4 words = packHalves(1, fifths);
  putWord(0, scaleAndOffset);
  putWord(1, fifths);
  for (uint k = 0; k < 4; ++k) putWord(2 + k, words[k]);
}
