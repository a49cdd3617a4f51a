#version 460
// q6_K: 128 bytes lo; 64 bytes hi; 16 × i8 scale; f16 d. In half h (128 values), quarter t (32 values), m 0..31: the
// low nibble is from lo[64·h + 32·(t mod 2) + m], its low half for t < 2, its high half for t >= 2; the top two bits
// are bits 2t of hi[32·h + m]. x = d·scale[8·h + 2·t + m/16]·(q − 32).
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 256
#define BLOCK_BYTES 210
#define SUB_BLOCK 16
#include "decode.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const uint h = place.sub / 8, t = place.sub / 2 % 4;
  const uint scale = byteAt(place.block + 192 + place.sub);
  const float step = f16At(place.block + 208) * float(int(scale << 24) >> 24);
  const uint m = place.block + 16 * (place.sub % 2) + 4 * place.quad;
  const uvec2 low = masked(wordsAt(m + 64 * h + 32 * (t % 2), 2), 4 * (t / 2), 15);
  const uvec2 q = low | masked(wordsAt(m + 128 + 32 * h, 2), 2 * t, 3) << 4;
  first = step * (floatsOf(q.x) - 32.0);
  second = step * (floatsOf(q.y) - 32.0);
}
