#version 460
// iq4_nl: f16 d; 16 bytes, byte j holds value j in its low nibble and value j + 16 in its high one, each an index into
// uneven levels K. x = d·K[q].
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 32
#define BLOCK_BYTES 18
#define SUB_BLOCK 32
#define LEVELS kUnevenLevels
#include "decode.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const float d = f16At(place.block);
  const uvec2 q = nibblesOf(wordAt(place.block + 2 + 4 * place.quad));
  first = d * levelsOf(q.x);
  second = d * levelsOf(q.y);
}
