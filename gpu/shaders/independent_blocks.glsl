// The encoder of a type of independent blocks: an invocation searches a block by itself, as a lane of
// core/codec/block_group-inl.h does, with the same sums in the same order. A type's file says, before it includes a
// search: BLOCK_LENGTH values and BLOCK_BYTES bytes of a block; and after it, encodeBlock().
//
// A workgroup brings its blocks' values to shared memory, and their weights, reading neighbours in the order that they
// have. Where a block's values were, its invocation leaves its bytes; together they make whole words.
#include "exact.glsl"
#include "slots.glsl"
#include "to_halves.glsl"

#ifndef BLOCKS_OF_GROUP
#define BLOCKS_OF_GROUP (2048 / BLOCK_LENGTH)
#endif
#ifndef THREADS
#define THREADS 64
#endif
// Values that are searched together: a block, or a part of one.
#ifndef LANE_LENGTH
#define LANE_LENGTH BLOCK_LENGTH
#endif
#define LANES_OF_BLOCK (BLOCK_LENGTH / LANE_LENGTH)
#define LANES (BLOCKS_OF_GROUP * LANES_OF_BLOCK)

layout(local_size_x = THREADS) in;
layout(constant_id = 0) const bool kWeighted = false;
layout(push_constant) uniform Parameters {
  uint rows;
  uint columns;
  uint weighted;
  uint depthAt;  // where in tables[] the depth of the search is
};
layout(std430, set = 0, binding = 1) readonly buffer ValueBits { uint valueBits[]; };
layout(std430, set = 0, binding = 2) readonly buffer ImportanceBits { uint importanceBits[]; };

shared uint room[LANES * LANE_LENGTH];
shared uint weightRoom[kWeighted ? LANES * LANE_LENGTH : 1];

// Value i of a lane. Neither neighbouring lanes nor neighbouring values share a bank.
uint place(uint i, uint lane) { return i * LANES + ((lane + i) & (LANES - 1)); }
uint place(uint i) { return place(i, gl_LocalInvocationID.x); }

// What searchers see. Values are divided by the lane's unit: the largest magnitude is in [1, 2). Weights: the largest
// is in [1, 2).
float unit, perUnit;  // powers of two
float largest;        // magnitude, divided by the unit
bool even;            // all weights are the same: as good as none
float x(uint i) { return uintBitsToFloat(room[place(i)]); }
vec4 weigh(vec4 v, uint i) { return kWeighted ? uintBitsToFloat(weightRoom[place(i)]) * v : v; }
float weigh(float v, uint i) { return kWeighted ? uintBitsToFloat(weightRoom[place(i)]) * v : v; }

void loadValues(uint first, uint count) {
  [[dont_unroll]] for (uint k = gl_LocalInvocationID.x; k < count; k += THREADS) {
    const uint to = place(k % LANE_LENGTH, k / LANE_LENGTH);
    room[to] = valueBits[first + k];
    if (kWeighted) weightRoom[to] = importanceBits[(first + k) % columns];
  }
}

// The power of two that is at most a number, given as bits, kept within 2^±100; and its inverse.
uint unitExponent(uint bits) { return clamp(bits >> 23, 27, 227); }
float inversePower(uint exponent) { return uintBitsToFloat((254 - exponent) << 23); }

// Divides values by their unit; denormal ones too, whatever the device makes of them. Returns the bits of the largest
// magnitude as it was.
uint normalizeValues() {
  uint most = 0;
  [[dont_unroll]] for (uint i = 0; i < LANE_LENGTH; ++i) most = max(most, room[place(i)] & kMagnitude);
  const uint exponent = unitExponent(most);
  unit = uintBitsToFloat(exponent << 23);
  perUnit = inversePower(exponent);
  const float perLeast = uintBitsToFloat(uint(max(int(254 - exponent) - 149, 0)) << 23);
  largest = 0;
  [[dont_unroll]] for (uint i = 0; i < LANE_LENGTH; ++i) {
    const uint bits = room[place(i)], magnitude = bits & kMagnitude;
    const float size =
        magnitude < kLeastNormal ? float(magnitude) * perLeast : uintBitsToFloat(magnitude) * perUnit;
    largest = max(largest, size);
    room[place(i)] = floatBitsToUint(size) | (bits ^ magnitude);
  }
  return most;
}

// Columns of no importance keep a trace of it, 2^-40 of their lane's largest.
void normalizeWeights() {
  even = true;
  if (!kWeighted) return;
  uint most = 0;
  [[dont_unroll]] for (uint i = 0; i < LANE_LENGTH; ++i) {
    even = even && weightRoom[place(i)] == weightRoom[place(0)];
    most = max(most, weightRoom[place(i)]);
  }
  const float perMost = inversePower(unitExponent(most));
  [[dont_unroll]] for (uint i = 0; i < LANE_LENGTH; ++i) {
    const float weight = max(uintBitsToFloat(weightRoom[place(i)]) * perMost, 9.094947017729282e-13);
    weightRoom[place(i)] = floatBitsToUint(even ? 1.0 : weight);
  }
}

// Words of a lane's bytes, in the place of its values.
void putWord(uint i, uint bits) { room[place(i)] = bits; }
uint gotWord(uint i) { return room[place(i)]; }
uint byteOf(uint lane, uint at) { return room[place(at / 4, lane)] >> 8 * (at & 3) & 255u; }

// Words one after the other behind a beginning of `kCarried` bits.
uint carry;
uint appended;
void beginWords(uint bits) {
  carry = bits;
  appended = 0;
}
void appendWord(uint bits, uint kCarried) {
  putWord(appended++, carry | bits << kCarried);
  carry = bits >> (32 - kCarried);
}
void endWords() { putWord(appended, carry); }

// Turns the values of this lane, which is `first` of all, into bytes.
void encodeLane();
// A byte of a block of this workgroup.
uint blockByte(uint block, uint at);

void writeBlocks(uint group, uint count) {
  const uint bytes = count * BLOCK_BYTES;
  [[dont_unroll]] for (uint i = gl_LocalInvocationID.x; 4 * i < bytes; i += THREADS) {
    uint word = 0;
    [[dont_unroll]] for (uint at = 4 * i; at < min(4 * i + 4, bytes); ++at)
      word |= blockByte(at / BLOCK_BYTES, at % BLOCK_BYTES) << 8 * (at & 3);
    blocks[group * (BLOCKS_OF_GROUP * BLOCK_BYTES / 4) + i] = word;
  }
}

void main() {
  const uint group = workgroup(), first = group * BLOCKS_OF_GROUP;
  const uint all = rows * columns / BLOCK_LENGTH;
  if (first >= all) return;
  const uint count = min(all - first, BLOCKS_OF_GROUP);
#ifdef LOAD_LEVELS
  loadLevels();
#endif
  loadValues(first * BLOCK_LENGTH, count * BLOCK_LENGTH);
  barrier();
  if (gl_LocalInvocationID.x < count * LANES_OF_BLOCK) encodeLane();
  barrier();
  writeBlocks(group, count);
}
