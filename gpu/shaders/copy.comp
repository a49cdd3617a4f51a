#version 460
// values[i] = stored[i], word by word: the bandwidth that other shaders are measured by.
#extension GL_GOOGLE_include_directive : require
#include "slots.glsl"

layout(local_size_x = 256) in;
layout(push_constant) uniform Parameters { uint words; };

void main() {
  const uint i = workgroup() * 256 + gl_LocalInvocationID.x;
  if (i < words) values[i] = uintBitsToFloat(stored[i]);
}
