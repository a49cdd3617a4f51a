#version 460
// q3_K: 32 bytes hmask; 64 bytes q; 12 bytes scales; f16 d. The low two bits of value 128·h + 32·l + m (m 0..31) are
// bits 2l of byte 32·h + m of q, its third bit is bit 4·h + l of hmask[m]. Sixteen sub-blocks of 16 with 6-bit scales:
// scale k's low nibble is, for k < 8, the low nibble of byte k, else the high nibble of byte k − 8; its top two bits
// are bits 2·(k/4) of byte 8 + (k mod 4). x = d·(scale − 32)·(q − 4), q in 0..7.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 256
#define BLOCK_BYTES 110
#define SUB_BLOCK 16
#include "decode.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const uint k = place.sub;
  const uint low = byteAt(place.block + 96 + k % 8) >> 4 * (k / 8) & 15u;
  const uint high = byteAt(place.block + 104 + k % 4) >> 2 * (k / 4) & 3u;
  const float step = f16At(place.block + 108) * (float(low | high << 4) - 32.0);
  const uint m = place.block + 16 * (k % 2) + 4 * place.quad;
  const uvec2 twos = masked(wordsAt(m + 32 + 32 * (k / 8), 2), k & 6u, 3);
  const uvec2 q = twos | masked(wordsAt(m, 2), k / 2, 1) << 2;
  first = step * (floatsOf(q.x) - 4.0);
  second = step * (floatsOf(q.y) - 4.0);
}
