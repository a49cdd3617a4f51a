#version 460
// values[i] = stored[i], four words at a time: the bandwidth that other shaders are measured by.
#extension GL_GOOGLE_include_directive : require
#include "slots.glsl"

layout(local_size_x = 256) in;
layout(push_constant) uniform Parameters { uint words; };
layout(std430, set = 0, binding = 0) readonly buffer StoredQuads { uvec4 storedQuads[]; };
layout(std430, set = 0, binding = 1) writeonly buffer ValueQuads { uvec4 valueQuads[]; };

void main() {
  const uint quad = workgroup() * 256 + gl_LocalInvocationID.x;
  if (4 * quad + 4 <= words) {
    valueQuads[quad] = storedQuads[quad];
    return;
  }
  for (uint i = 4 * quad; i < words; ++i) values[i] = uintBitsToFloat(stored[i]);
}
