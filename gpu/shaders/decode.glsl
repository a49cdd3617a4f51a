// A decoder of blocks, from what a type's file says before it includes this one: BLOCK_LENGTH values and BLOCK_BYTES
// bytes of a block, SUB_BLOCK values that share a scale (16 or 32); and after it, decode().
//
// An invocation decodes eight values of a sub-block, of which it works out the scale once: four neighbours in each half
// of it. So invocations next to each other write 32 or 64 bytes next to each other, and where a byte holds a code of
// either half, as in many types, it is read once.
#include "decode_slots.glsl"
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

// The byte at an address, and two bytes at an even one.
uint byteAt(uint at) { return word(at >> 2) >> 8 * (at & 3) & 255u; }
uint halfAt(uint at) { return word(at >> 2) >> 8 * (at & 2) & 65535u; }
float f16At(uint at) { return f16ToF32(halfAt(at)); }

// Four bytes at an address, and four bytes `apart` words further. Where all blocks are whole words they are one; else
// they may lie in two, and a word that has none of them is not read.
uvec2 wordsAt(uint at, uint apart) {
  const uint i = at >> 2;
  const uvec2 low = uvec2(word(i), word(i + apart));
#if BLOCK_BYTES % 4 == 0
  return low;
#else
  const uint shift = 8 * (at & 3), j = (at + 3) >> 2;
  return low >> shift | uvec2(word(j), word(j + apart)) << (31 - shift) << 1;
#endif
}
uint wordAt(uint at) { return wordsAt(at, 0).x; }

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
