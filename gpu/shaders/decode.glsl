// A decoder of blocks, from what a type's file says before it includes this one: BLOCK_LENGTH values and BLOCK_BYTES
// bytes of a block, SUB_BLOCK values that share a scale (16 or 32); and after it, decode().
//
// An invocation decodes eight values of a sub-block, of which it works out the scale once: four neighbours in each half
// of it. So invocations next to each other write 32 or 64 bytes next to each other, and where a byte holds a code of
// either half, as in many types, it is read once.
#include "decode_slots.glsl"
#include "floats.glsl"

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

// Four bytes, of a whole word where all blocks are whole words; else of the one or two words that have them.
uint wordAt(uint at) {
#if BLOCK_BYTES % 4 == 0
  return word(at >> 2);
#else
  const uint shift = 8 * (at & 3);
  return word(at >> 2) >> shift | word((at + 3) >> 2) << (31 - shift) << 1;
#endif
}

// Of the four bytes of a word: (byte >> shift) & mask, which may not reach the next byte.
uvec4 codesOf(uint bytes, uint shift, uint mask) { return uvec4(bytes >> shift) >> uvec4(0, 8, 16, 24) & mask; }

// The same bytes as signed numbers.
vec4 signedOf(uint bytes) { return vec4(ivec4(uvec4(bytes) << uvec4(24, 16, 8, 0)) >> 24); }

// Bits at … at + 3, each 0 or 1.
uvec4 bitsOf(uint bits, uint at) { return uvec4(bits >> at) >> uvec4(0, 1, 2, 3) & 1u; }

// The four pairs of bits of a byte.
uvec4 pairsOf(uint bits) { return uvec4(bits) >> uvec4(0, 2, 4, 6) & 3u; }

#ifdef LEVELS
// Where codes are indices into LEVELS, a table of 16 floats. They are drawn from shared memory: any 16 words of it can
// be read at once.
#include "tables.glsl"
shared float levels[16];
vec4 levelsOf(uvec4 codes) { return vec4(levels[codes.x], levels[codes.y], levels[codes.z], levels[codes.w]); }
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
