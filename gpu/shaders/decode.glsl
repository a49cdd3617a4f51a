// A decoder of blocks, from what a type's file says before it includes this one: BLOCK_LENGTH values and BLOCK_BYTES
// bytes of a block, SUB_BLOCK values that share a scale (16 or 32); and after it, decode().
//
// An invocation decodes eight values of a sub-block, of which it works out the scale once: four neighbours in each half
// of it. So invocations next to each other write 32 or 64 bytes next to each other, and where a byte holds a code of
// either half, as in many types, it is read once.
#include "block_bytes.glsl"
#include "floats.glsl"
#include "packed_codes.glsl"

layout(local_size_x = 256) in;
layout(push_constant) uniform Parameters { uint count; };  // values

// Values 4·quad … 4·quad + 3 of the first half of a sub-block, and the same of its second.
struct Place {
  uint block;  // where it begins, in bytes
  uint sub;    // which sub-block of the block
  uint quad;   // 0 … SUB_BLOCK/8 − 1
};

void decode(Place place, out vec4 first, out vec4 second);

float f16At(uint at) { return f16ToF32(halfAt(at)); }

#ifdef LEVELS
// Where codes are indices into LEVELS, a table of 16 floats. They are drawn from shared memory: any 16 words of it can
// be read at once.
#include "tables.glsl"
shared float levels[16];
vec4 levelsOf(uint codes) {
  const uvec4 each = uvec4(codes) >> uvec4(0, 8, 16, 24) & 15u;
  return vec4(levels[each.x], levels[each.y], levels[each.z], levels[each.w]);
}
#endif

void main() {
#ifdef LEVELS
  if (gl_LocalInvocationID.x < 16)
    levels[gl_LocalInvocationID.x] = uintBitsToFloat(tables[LEVELS + gl_LocalInvocationID.x]);
  barrier();
#endif
  const uint kQuads = SUB_BLOCK / 8;  // of half a sub-block
  const uint eight = workgroup() * 256 + gl_LocalInvocationID.x;
  if (eight >= count / 8) return;
  const uint sub = eight / kQuads, quad = eight % kQuads;
  const uint kSubs = BLOCK_LENGTH / SUB_BLOCK;
  vec4 first, second;
  decode(Place(sub / kSubs * BLOCK_BYTES, sub % kSubs, quad), first, second);
  const uint target = sub * 2 * kQuads + quad;
  putQuad(target, first);
  putQuad(target + kQuads, second);
}
