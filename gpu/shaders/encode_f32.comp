#version 460
// f32: stored as it is.
#extension GL_GOOGLE_include_directive : require
#include "slots.glsl"

layout(local_size_x = 256) in;
layout(push_constant) uniform Parameters { uint rows, columns, weighted; };
layout(std430, set = 0, binding = 1) readonly buffer ValueBits { uint valueBits[]; };

void main() {
  const uint i = workgroup() * 256 + gl_LocalInvocationID.x;
  if (i < rows * columns) blocks[i] = valueBits[i];
}
