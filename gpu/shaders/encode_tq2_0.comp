#version 460
// tq2_0: 64 bytes; f16 d. Two halves of 32 bytes; half h, byte m, bit pair l holds value 128·h + 32·l + m. x = d·(q −
// 1).
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#define BLOCK_LENGTH 256
#define BLOCK_BYTES 66
#define FINE 0
#define LOW -1
#define HIGH 1
#include "integer_levels.glsl"
#include "scale_search.glsl"

void pack(uint bits, float inverse) {
  [[dont_unroll]] for (uint k = 0; k < 16; ++k) {
    const uint first = k / 8 * 128 + k % 8 * 4;
    uint word = 0;
    [[dont_unroll]] for (uint j = 0; j < 16; ++j)
      word |= codeOf(x(first + j / 4 * 32 + j % 4) * inverse) << 8 * (j % 4) + 2 * (j / 4);
    putWord(k, word);  // of its values none is needed again
  }
  putWord(16, bits);
}
