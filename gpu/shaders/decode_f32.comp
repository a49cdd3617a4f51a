#version 460
// f32: stored as it is. Values are moved as bits, whatever they are.
#extension GL_GOOGLE_include_directive : require
#include "decode_slots.glsl"

layout(local_size_x = 256) in;
layout(push_constant) uniform Parameters { uint count; };  // values

void main() {
  for (uint part = 0; part < 8; ++part) {
    const uint i = workgroup() * 2048 + part * 256 + gl_LocalInvocationID.x;
    if (i < count) putValue(i, uintBitsToFloat(word(i)));
  }
}
