// Super-blocks of 256 values as the scale searches of the K types see them, and the walk over them; the CPU's is
// core/codec/super_block-inl.h. From what a type's file says before it includes this one: BLOCK_BYTES of a super-block,
// SUB_BLOCK values (8, 16 or 32) that an invocation has; BLOCKS_OF_GROUP, an even number, if it is not eight; ALL_BITS if
// its search shortens no numbers; LOAD_LEVELS if it has loadLevels(). After it: search(), packedWord().
//
// An invocation keeps its values and weights in registers, and sums them as a lane of the CPU's does, in order; a
// sub-block of two lanes is summed as those two. Invocations of a super-block meet in shared memory, where each reads
// what all of them wrote, and adds it up in the CPU's order; in the variant for subgroups a super-block lies in one, and
// its invocations exchange sums in pairs, which is the same order. So all find the same bits as the CPU.
// A workgroup has an even number of super-blocks, so that it writes whole words.
#include "invocation.glsl"
#include "lanes.glsl"
#include "slots.glsl"
#include "to_halves.glsl"

#define SUBS (256 / SUB_BLOCK)
#if SUBS == 32
#define LANES 16
#else
#define LANES SUBS
#endif
#ifndef BLOCKS_OF_GROUP
#define BLOCKS_OF_GROUP 8
#endif
layout(local_size_x = BLOCKS_OF_GROUP * SUBS) in;
layout(push_constant) uniform Parameters { uint rows, columns, weighted; };

layout(std430, set = 0, binding = 1) readonly buffer ValueQuads { vec4 valueQuads[]; };
layout(std430, set = 0, binding = 2) readonly buffer ImportanceQuads { vec4 importanceQuads[]; };

// Where the device is a processor, loops stay loops: their code would be long, and takes a driver seconds to make. Else
// their lengths are known, so that values can be kept in registers.
layout(constant_id = 0) const bool kLoops = false;
uint valueCount, subCount, laneLength;  // SUB_BLOCK, SUBS, 16
uint lengthOf(uint loop) { return kLoops ? min(columns, loop) : loop; }

const float kSmallestMagnitude = 1.490116119384765625e-08;  // 2^-26: half of f16's smallest step
const float kNoError = 3e38;                                // more than any

// The values divided by the unit, weights and their products; without importance weights are 1.
float x[SUB_BLOCK], w[SUB_BLOCK], wx[SUB_BLOCK];
bool uneven;  // whether weights differ
float unit, perUnit;

uint inGroup() { return invocation() / SUBS; }  // which super-block of the workgroup
uint sub() { return invocation() % SUBS; }      // which sub-block of it

// What the invocations of a super-block tell each other.
shared vec4 told[BLOCKS_OF_GROUP * SUBS];

void tell(vec4 own) {
  meet();
  told[invocation()] = own;
  meet();
}
vec4 toldBy(uint sub) { return told[inGroup() * SUBS + sub]; }

#ifdef SUBGROUPS
vec4 largestOfAll(vec4 own) {
  for (uint apart = 1; apart < subCount; apart *= 2) own = max(own, subgroupShuffleXor(own, apart));
  return own;
}

// In the order of the CPU's sumOfLanes: lanes as far apart as can be first. Where an invocation has half of a lane, two
// of them are one.
vec4 sumOfAll(vec4 own) {
#if SUBS == 32
  own += subgroupShuffleXor(own, 1);
#endif
  for (uint apart = subCount / 2; apart >= SUBS / LANES; apart /= 2) own += subgroupShuffleXor(own, apart);
  return own;
}

// Of candidates (error, first number, second number, place) the one of least error, the first of several.
vec4 bestOfAll(vec4 own) {
  for (uint apart = 1; apart < subCount; apart *= 2) {
    const vec4 other = subgroupShuffleXor(own, apart);
    if (other.x < own.x || (other.x == own.x && other.w < own.w)) own = other;
  }
  return own;
}
#else
vec4 largestOfAll(vec4 own) {
  tell(own);
  vec4 largest = toldBy(0);
  for (uint k = 1; k < subCount; ++k) largest = max(largest, toldBy(k));
  return largest;
}

// In the order of the CPU's sumOfLanes. Where an invocation has half of a lane, two of them are one.
#if SUBS == 32
vec4 laneTold(uint lane) { return toldBy(2 * lane) + toldBy(2 * lane + 1); }
#else
vec4 laneTold(uint lane) { return toldBy(lane); }
#endif
vec4 foursOf(uint k) {
  return (laneTold(k) + laneTold(k + LANES / 2)) + (laneTold(k + LANES / 4) + laneTold(k + 3 * LANES / 4));
}
vec4 sumOfAll(vec4 own) {
  tell(own);
#if LANES == 16
  return (foursOf(0) + foursOf(2)) + (foursOf(1) + foursOf(3));
#else
  return foursOf(0) + foursOf(1);
#endif
}

// Of candidates (error, first number, second number, place) the one of least error, the first of several.
vec4 bestOfAll(vec4 own) {
  tell(own);
  vec4 best = toldBy(0);
  for (uint k = 1; k < subCount; ++k) {
    const vec4 other = toldBy(k);
    if (other.x < best.x || (other.x == best.x && other.w < best.w)) best = other;
  }
  return best;
}
#endif

// What a search finds, and the codes: of sub-blocks in order, four to a word.
shared uint codes[BLOCKS_OF_GROUP * 64];
shared uint integers[BLOCKS_OF_GROUP * SUBS];  // of a sub-block, as the type packs them
shared uint steps[BLOCKS_OF_GROUP];            // f16 d, and dmin in the high half
shared bool empty[BLOCKS_OF_GROUP];

// Writes `codes` of the sub-block, `integers` and `steps`; all invocations are in it together.
void search();

// Word i of super-block `block` of the workgroup; bytes beyond its end are 0.
uint packedWord(uint block, uint i);

// round(value·factor + offset) − low, of the values as given.
void putCodes(uint firstQuad, float factor, float offset, float low, float high) {
  for (uint i = 0; i < valueCount / 4; ++i) {
    const vec4 scaled = valueQuads[firstQuad + i] * factor + offset;
    const vec4 bounded = min(max(scaled, vec4(low)), vec4(high));
    const uvec4 each = floatBitsToUint(bounded + (kRounder - low)) & 255u;
    codes[invocation() * (SUB_BLOCK / 4) + i] = each.x | each.y << 8 | each.z << 16 | each.w << 24;
  }
}

uint blockCount() { return rows * columns / 256; }
uint blockOf() { return workgroup() * BLOCKS_OF_GROUP + inGroup(); }
uint ownQuad() { return min(blockOf(), blockCount() - 1) * 64 + sub() * (SUB_BLOCK / 4); }

#define UNPACK_QUAD(target, i, quad) \
  {                                  \
    target[4 * i] = quad.x;          \
    target[4 * i + 1] = quad.y;      \
    target[4 * i + 2] = quad.z;      \
    target[4 * i + 3] = quad.w;      \
  }

#ifdef ALL_BITS
float kept(float v, int bits) { return v; }
#else
float kept(float v, int bits) { return shortened(v, bits); }
#endif

// Fills x, w, wx and what else there is of the super-block.
void load() {
  const uint quads = ownQuad(), column = quads % (columns / 4);
  float largest = 0.0, heaviest = 0.0, differ = 0.0;
  float first = 1.0;
  if (weighted != 0) first = importanceQuads[column & ~63u].x;
  for (uint i = 0; i < valueCount / 4; ++i) {
    const vec4 values = valueQuads[quads + i];
    UNPACK_QUAD(x, i, values)
    const vec4 sizes = abs(values);
    largest = max(largest, max(max(sizes.x, sizes.y), max(sizes.z, sizes.w)));
    vec4 weights = vec4(1);
    if (weighted != 0) weights = importanceQuads[column + i];
    UNPACK_QUAD(w, i, weights)
    heaviest = max(heaviest, max(max(weights.x, weights.y), max(weights.z, weights.w)));
    if (any(notEqual(weights, vec4(first)))) differ = 1.0;
  }
  const vec4 most = largestOfAll(vec4(largest, heaviest, differ, 0.0));
  uneven = most.z != 0.0;
  unit = powerOfTwoBelow(most.x);
  perUnit = inverseOfPower(unit);
  const float perWeight = inverseOfPower(powerOfTwoBelow(most.y));
  for (uint i = 0; i < valueCount; ++i) {
    x[i] = kept(x[i] * perUnit, kFactorBits);
    // Columns of no importance keep a trace of it, 2^-40.
    w[i] = uneven ? kept(max(w[i] * perWeight, 9.094947017729282379150390625e-13), kFactorBits) : 1.0;
    wx[i] = uneven ? kept(w[i] * x[i], kProductBits) : x[i];
  }
  if (sub() == 0) empty[inGroup()] = !(most.x >= kSmallestMagnitude) || blockOf() >= blockCount();
}

const uint kBlockWords = (BLOCK_BYTES + 3) / 4;
#if BLOCK_BYTES % 4 != 0
shared uint packed[BLOCKS_OF_GROUP * kBlockWords];
#endif

// Word k of the workgroup's, of blocks that may begin in the middle of one.
uint outputWord(uint k) {
#if BLOCK_BYTES % 4 == 0
  const uint block = k / kBlockWords;
  return empty[block] ? 0 : packedWord(block, k % kBlockWords);
#else
  const uint pair = k / (BLOCK_BYTES / 2) * 2, i = k % (BLOCK_BYTES / 2);
  const uint first = pair * kBlockWords + i;
  if (i + 1 < kBlockWords) return packed[first];
  // The second of two blocks begins with the high half of the first one's last word.
  const uint low = i + 1 == kBlockWords ? packed[first] : packed[first] >> 16;
  return low | packed[first + 1] << 16;
#endif
}

void store() {
  const uint kInvocations = BLOCKS_OF_GROUP * SUBS;
  barrier();
#if BLOCK_BYTES % 4 != 0
  for (uint k = invocation(); k < BLOCKS_OF_GROUP * kBlockWords; k += kInvocations) {
    const uint block = k / kBlockWords;
    packed[k] = empty[block] ? 0 : packedWord(block, k % kBlockWords);
  }
  barrier();
#endif
  const uint kGroupWords = BLOCKS_OF_GROUP * BLOCK_BYTES / 4;
  const uint start = workgroup() * kGroupWords, end = (blockCount() * BLOCK_BYTES + 3) / 4;
  for (uint k = invocation(); k < kGroupWords && start + k < end; k += kInvocations)
    blocks[start + k] = outputWord(k);
}

void main() {
  if (workgroup() * BLOCKS_OF_GROUP >= blockCount()) return;
  valueCount = lengthOf(SUB_BLOCK);
  subCount = lengthOf(SUBS);
  laneLength = lengthOf(16);
#ifdef LOAD_LEVELS
  loadLevels();
  barrier();
#endif
  load();
  search();
  store();
}
