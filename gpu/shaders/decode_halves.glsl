// A decoder of values of two bytes each, from HALF_TO_F32. An invocation decodes two times four neighbours, so that it
// reads and writes next to the invocations beside it. The target holds whole fours.
#include "decode_slots.glsl"
#include "floats.glsl"

layout(local_size_x = 256) in;
layout(push_constant) uniform Parameters { uint count; };  // values

void main() {
  const uint last = (count - 1) / 2;  // word that is there
  for (uint part = 0; part < 2; ++part) {
    const uint quad = workgroup() * 512 + part * 256 + gl_LocalInvocationID.x;
    if (4 * quad >= count) return;
    const uint low = word(2 * quad), high = word(min(2 * quad + 1, last));
    putQuad(quad, vec4(HALF_TO_F32(low & 65535u), HALF_TO_F32(low >> 16), HALF_TO_F32(high & 65535u),
                       HALF_TO_F32(high >> 16)));
  }
}
