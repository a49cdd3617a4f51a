// An encoder of values of two bytes each, from F32_TO_HALF. An invocation encodes two neighbours into a word.
#include "slots.glsl"
#include "to_halves.glsl"

layout(local_size_x = 256) in;
layout(push_constant) uniform Parameters { uint rows, columns, weighted; };

// The values' bits: what is only moved must not be flushed.
layout(std430, set = 0, binding = 1) readonly buffer ValueBits { uint valueBits[]; };

void main() {
  const uint count = rows * columns;
  const uint i = 2 * (workgroup() * 256 + gl_LocalInvocationID.x);
  if (i >= count) return;
  const uint high = i + 1 < count ? F32_TO_HALF(valueBits[i + 1]) : 0;
  blocks[i / 2] = F32_TO_HALF(valueBits[i]) | high << 16;
}
