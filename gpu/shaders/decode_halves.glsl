// A decoder of values of two bytes each, from HALF_TO_F32. An invocation decodes two times four neighbours, so that it
// reads and writes next to the invocations beside it. The target holds whole fours.
//
// Four halves are two words, read at once. 16-bit storage would spare nothing: widening four halves takes as many
// instructions as shifting them out of two words.
#include "decode_slots.glsl"
#include "floats.glsl"

layout(local_size_x = 256) in;
layout(push_constant) uniform Parameters { uint count; };  // values

layout(std430, set = 0, binding = 0) readonly buffer StoredPairs { uvec2 storedPairs[]; };
layout(std430, set = 0, binding = 3) readonly buffer BlockPairs { uvec2 blockPairs[]; };
uvec2 wordPair(uint i) { return encoded ? blockPairs[i] : storedPairs[i]; }

void main() {
  for (uint part = 0; part < 2; ++part) {
    const uint quad = workgroup() * 512 + part * 256 + gl_LocalInvocationID.x;
    if (4 * quad >= count) return;
    uvec2 pair;
    if (4 * quad + 2 < count)
      pair = wordPair(quad);
    else  // the second word is not there
      pair = uvec2(word(2 * quad), 0);
    putQuad(quad, vec4(HALF_TO_F32(pair.x & 65535u), HALF_TO_F32(pair.x >> 16), HALF_TO_F32(pair.y & 65535u),
                       HALF_TO_F32(pair.y >> 16)));
  }
}
