// Super-blocks of 256 values as the search of the types of two and three bits with signs apart (iq2, iq3) sees them,
// and the walk over them; the CPU's is core/codec/signed_block-inl.h. A type's file says, before it includes the
// search:
//   BLOCK_BYTES, SUBS   of a super-block: bytes, sub-blocks (8 or 16)
//   CODEWORD, ENTRIES   the codebook: values of an entry (8 or 4), entries
//   SIGNS               which signs it can hold: ANY_SIGNS, of eight values an even number of negative ones
//                       (EVEN_SIGNS), or the same of two codewords of four (EVEN_SIGNS_OF_TWO)
// and after it: blockByte().
//
// An invocation has the eight values of a byte of signs, in registers: one codeword of eight or two of four. Of these
// invocations two or four make a sub-block. A workgroup has two super-blocks, so that it writes whole words.
#extension GL_EXT_control_flow_attributes : require
#include "lanes.glsl"
#include "slots.glsl"
#include "to_halves.glsl"

#define ANY_SIGNS 0
#define EVEN_SIGNS 1
#define EVEN_SIGNS_OF_TWO 2

#define BLOCKS_OF_GROUP 2
#define PLACES 32  // of a super-block
#define INVOCATIONS (BLOCKS_OF_GROUP * PLACES)
#define PLACES_OF_SUB (PLACES / SUBS)
#define SUBS_OF_GROUP (BLOCKS_OF_GROUP * SUBS)
layout(local_size_x = INVOCATIONS) in;
layout(push_constant) uniform Parameters { uint rows, columns, weighted; };

layout(std430, set = 0, binding = 1) readonly buffer ValueQuads { vec4 valueQuads[]; };
layout(std430, set = 0, binding = 2) readonly buffer ImportanceQuads { vec4 importanceQuads[]; };

const float kSmallestMagnitude = 1.490116119384765625e-08;     // 2^-26: half of f16's smallest step
const float kLeastWeight = 9.094947017729282379150390625e-13;  // 2^-40: what columns of no importance keep
const float kNoError = 3e38;                                   // more than any

uint inGroup() { return gl_LocalInvocationID.x / PLACES; }       // which super-block of the workgroup
uint place() { return gl_LocalInvocationID.x % PLACES; }         // which eight values of it
uint sub() { return gl_LocalInvocationID.x / PLACES_OF_SUB; }    // which sub-block of the workgroup
uint inSub() { return gl_LocalInvocationID.x % PLACES_OF_SUB; }  // which eight values of that

uint blockCount() { return rows * columns / 256; }
uint blockOf() { return workgroup() * BLOCKS_OF_GROUP + inGroup(); }

// Magnitudes over the unit: the largest is in [1, 2). Weights: the largest is in [1, 2); all 1 without importance.
vec4 x[2], w[2];
uint signs;  // bit j: value j is negative
float unit, perUnit;

// What a search finds. A code: entries, 10 bits each, and the signs from bit 24 on.
shared uint codes[INVOCATIONS];
shared uint scales[SUBS_OF_GROUP];
shared uint steps[BLOCKS_OF_GROUP];  // f16 d
shared bool empty[BLOCKS_OF_GROUP];

uint entryOf(uint block, uint place, uint codeword) { return codes[block * PLACES + place] >> 10 * codeword & 1023u; }
uint signsOf(uint block, uint place) { return codes[block * PLACES + place] >> 24; }
uint scaleOf(uint block, uint sub) { return scales[block * SUBS + sub]; }

// As types hold them: two scales in a byte; seven signs of each of a sub-block's four bytes, and its scale.
uint twoScales(uint block, uint pair) { return scaleOf(block, 2 * pair) | scaleOf(block, 2 * pair + 1) << 4; }
uint signsAndScale(uint block, uint sub) {
  uint word = scaleOf(block, sub) << 28;
  [[dont_unroll]] for (uint k = 0; k < 4; ++k) word |= (signsOf(block, 4 * sub + k) & 127u) << 7 * k;
  return word;
}

// Byte `at` of super-block `block` of the workgroup, of what follows its f16 d: at is 2 or more.
uint blockByte(uint block, uint at);

// What the invocations tell each other: eight numbers each, number i of all side by side.
shared float told[8 * INVOCATIONS];
void tell(uint i, float number) { told[i * INVOCATIONS + gl_LocalInvocationID.x] = number; }

// Number i as told by the sub-block's invocations together.
float sumOfSub(uint i) {
  const uint first = i * INVOCATIONS + sub() * PLACES_OF_SUB;
  float sum = told[first];
  for (uint k = 1; k < PLACES_OF_SUB; ++k) sum += told[first + k];
  return sum;
}
float largestOfSub(uint i) {
  const uint first = i * INVOCATIONS + sub() * PLACES_OF_SUB;
  float largest = told[first];
  for (uint k = 1; k < PLACES_OF_SUB; ++k) largest = max(largest, told[first + k]);
  return largest;
}

// The same of the super-block, of numbers that this tells.
vec2 sumOfAll(vec2 own) {
  barrier();
  tell(0, own.x);
  tell(1, own.y);
  barrier();
  vec2 sum = vec2(0);
  [[dont_unroll]] for (uint k = inGroup() * PLACES; k < (inGroup() + 1) * PLACES; ++k) {
    sum += vec2(told[k], told[INVOCATIONS + k]);
  }
  return sum;
}
vec3 largestOfAll(vec3 own) {
  barrier();
  for (uint i = 0; i < 3; ++i) tell(i, own[i]);
  barrier();
  vec3 largest = vec3(0);
  [[dont_unroll]] for (uint k = inGroup() * PLACES; k < (inGroup() + 1) * PLACES; ++k) {
    largest = max(largest, vec3(told[k], told[INVOCATIONS + k], told[2 * INVOCATIONS + k]));
  }
  return largest;
}

float largestOf(vec4 v) { return max(max(v.x, v.y), max(v.z, v.w)); }
uint signsOf(vec4 v) {
  const uvec4 each = floatBitsToUint(v) >> 31 << uvec4(0, 1, 2, 3);
  return each.x | each.y | each.z | each.w;
}

void load() {
  const uint quads = min(blockOf(), blockCount() - 1) * 64 + 2 * place(), column = quads % (columns / 4);
  const vec4 first = valueQuads[quads], second = valueQuads[quads + 1];
  signs = signsOf(first) | signsOf(second) << 4;
  w[0] = w[1] = vec4(1);
  float differ = 0;
  if (weighted != 0) {
    const vec4 one = vec4(importanceQuads[column & ~63u].x);
    w[0] = importanceQuads[column];
    w[1] = importanceQuads[column + 1];
    if (any(notEqual(w[0], one)) || any(notEqual(w[1], one))) differ = 1;
  }
  const vec3 most = largestOfAll(
      vec3(max(largestOf(abs(first)), largestOf(abs(second))), max(largestOf(w[0]), largestOf(w[1])), differ));
  unit = powerOfTwoBelow(most.x);
  perUnit = inverseOfPower(unit);
  x[0] = abs(first) * perUnit;
  x[1] = abs(second) * perUnit;
  const float perWeight = inverseOfPower(powerOfTwoBelow(most.y));
  for (uint i = 0; i < 2; ++i) w[i] = most.z != 0 ? max(w[i] * perWeight, vec4(kLeastWeight)) : vec4(1);
  if (place() == 0) empty[inGroup()] = !(most.x >= kSmallestMagnitude);
}

void store() {
  barrier();
  const uint bytes = min(blockCount() - workgroup() * BLOCKS_OF_GROUP, BLOCKS_OF_GROUP) * BLOCK_BYTES;
  const uint start = workgroup() * (BLOCKS_OF_GROUP * BLOCK_BYTES / 4);
  [[dont_unroll]] for (uint i = gl_LocalInvocationID.x; 4 * i < bytes; i += INVOCATIONS) {
    uint word = 0;
    [[dont_unroll]] for (uint k = 4 * i; k < min(4 * i + 4, bytes); ++k) {
      const uint block = k / BLOCK_BYTES, at = k % BLOCK_BYTES;
      const uint byte = at < 2 ? steps[block] >> 8 * at & 255u : blockByte(block, at);
      if (!empty[block]) word |= byte << 8 * (k & 3);
    }
    blocks[start + i] = word;
  }
}
