#version 460
// nvfp4: 4 × u8 scales, then four sub-blocks of 16 values in 8 bytes each, split low/high within the sub-block over F,
// twice the E2M1 values. A scale byte is unsigned E4M3 (bytes 0 and 0x7F mean 0), whose sign bit is ignored;
// x = (scale/2)·F[q].
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 64
#define BLOCK_BYTES 36
#define SUB_BLOCK 16
#define LEVELS kTwiceE2M1
#include "decode.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const uint packed = byteAt(place.block + place.sub);
  const uint magnitude = packed & 127u;
  const float subnormal = float(magnitude) * 0.0009765625;  // 2^-10, half of the smallest
  const float normal = uintBitsToFloat((magnitude << 20) + (119u << 23));
  const float step = packed == 127u ? 0.0 : (magnitude < 8u ? subnormal : normal);
  const uvec2 q = nibblesOf(wordAt(place.block + 4 + 8 * place.sub + 4 * place.quad));
  first = step * levelsOf(q.x);
  second = step * levelsOf(q.y);
}
