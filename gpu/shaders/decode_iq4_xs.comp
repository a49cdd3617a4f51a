#version 460
// iq4_xs: f16 d; u16 sh; 4 bytes sl; 128 bytes. Eight sub-blocks of 32, each 16 bytes split low/high over iq4_nl's
// levels K. scale = (nibble s of sl) | (bits 2s of sh) << 4; x = d·(scale − 32)·K[q].
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 256
#define BLOCK_BYTES 136
#define SUB_BLOCK 32
#define LEVELS kUnevenLevels
#include "decode.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const uint scales = wordAt(place.block);
  const uint low = wordAt(place.block + 4) >> 4 * place.sub & 15u;
  const uint high = scales >> (16 + 2 * place.sub) & 3u;
  const float step = f16ToF32(scales & 65535u) * (float(low | high << 4) - 32.0);
  const uvec2 q = nibblesOf(wordAt(place.block + 8 + 16 * place.sub + 4 * place.quad));
  first = step * levelsOf(q.x);
  second = step * levelsOf(q.y);
}
