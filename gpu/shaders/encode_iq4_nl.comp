#version 460
// iq4_nl: f16 d; 16 bytes, byte j holds value j in its low nibble and value j + 16 in its high one, each an index into
// uneven levels K. x = d·K[q].
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#define BLOCK_LENGTH 32
#define BLOCK_BYTES 18
#define FINE 0
#define THREADS 32
#define BLOCKS_OF_GROUP 32
#define LOAD_LEVELS
#include "uneven_levels.glsl"
#include "scale_search.glsl"
#include "pack_halves.glsl"

void pack(uint bits, float inverse) {
  uint fifths;
  const uvec4 words = packHalves(inverse, fifths);
  beginWords(bits);
  for (uint k = 0; k < 4; ++k) appendWord(words[k], 16);
  endWords();
}
