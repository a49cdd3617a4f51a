#version 460
// q1_0: f16 d; 16 bytes, value i in bit i mod 8 of byte i/8. x = d if the bit is set, else −d.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_LENGTH 128
#define BLOCK_BYTES 18
#define SUB_BLOCK 32
#include "decode.glsl"

void decode(Place place, out vec4 first, out vec4 second) {
  const vec4 negative = vec4(uintBitsToFloat(floatBitsToUint(f16At(place.block)) ^ 0x80000000u));
  const uint bits = wordAt(place.block + 2 + 4 * place.sub) >> 4 * place.quad;
  first = withSigns(negative, bits);
  second = withSigns(negative, bits >> 16);
}
