#version 460
// tq1_0: 48 bytes; 4 bytes; f16 d. Each byte packs base-3 digits as a fraction of 256: digit n of byte b is
// ((b·3^n mod 256)·3) >> 8. The first 32 bytes give values 0–159 (value 32·n + m = digit n of byte m), the next 16 give
// 160–239 (16·n + m), the last 4 give 240–255 (4·n + m, n = 0..3). x = d·(digit − 1).
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 256
#define BLOCK_BYTES 54
#define SUB_BLOCK 32
#include "decode.glsl"

// Values i … i + 3 of a block, as digits. Products are of two bytes at a time, each in 16 bits.
vec4 digitsFrom(uint block, uint i) {
  const uvec2 begin = i < 160 ? uvec2(0, 0) : (i < 240 ? uvec2(160, 32) : uvec2(240, 48));  // value, byte
  const uint shift = i < 160 ? 5 : (i < 240 ? 4 : 2);                                    // log2 of the bytes
  const uint n = (i - begin.x) >> shift;
  const uint power = n == 4 ? 81 : 0x1b090301u >> 8 * n & 255u;
  const uint bytes = wordAt(block + begin.y + (i - begin.x & (1u << shift) - 1u));
  const uvec2 fractions = (uvec2(bytes, bytes >> 8) & 0x00ff00ffu) * power & 0x00ff00ffu;
  const uvec2 digits = fractions * 3u >> 8 & 0x00ff00ffu;
  return floatsOf(digits.x | digits.y << 8);
}

void decode(Place place, out vec4 first, out vec4 second) {
  const float d = f16At(place.block + 52);
  const uint i = 32 * place.sub + 4 * place.quad;
  first = d * (digitsFrom(place.block, i) - 1.0);
  second = d * (digitsFrom(place.block, i + 16) - 1.0);
}
