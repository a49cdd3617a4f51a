#version 460
// The sums behind ErrorSums, Moments and BlockStatistics, of 128 blocks a workgroup.
//
// f32 is enough because nothing is lost where it would show. First everything is scaled by the power of two that puts
// the workgroup's largest value just below 2^56, so that no square overflows and none of a value within 2^119 of the
// largest is lost. A product is then off by a few units of 2^-24 of itself at most, an invocation adds 16 of them, and
// from there on sums are pairs (see exact.glsl). Each sum is within 6e-7 of the sum of its terms' sizes, by bound, and
// nearer than 1e-7 in practice. Powers are taken about a centre near the workgroup's mean; the host moves them to the
// mean, and joins the workgroups in double precision (Pébay 2008, see core/analysis/moments.h).
#extension GL_EXT_control_flow_attributes : require
#extension GL_GOOGLE_include_directive : require
#include "exact.glsl"
#include "header.glsl"
#include "slab.glsl"
#include "together.glsl"

layout(local_size_x = 256) in;
layout(constant_id = 0) const bool kErrors = true;    // compare with what was decoded
layout(constant_id = 1) const bool kWeighted = false;  // by importance
layout(constant_id = 2) const bool kSource = true;    // measure the source itself

const int kLargestExponent = 55;
const int kPowersExponent = 25;  // of the distances that are raised to the fourth power

// A record, as MetricsRecord on the host.
const uint kRecordWords = 44;
const uint kFirstSum = 20;
const uint kSums = 12;
const uint kError = 0, kError2 = 1, kSource2 = 2, kDecoded2 = 3, kProduct = 4, kWeightedError2 = 5;
const uint kWeightedSource2 = 6, kLostEnergy = 7, kPower1 = 8;

// Counters of the workgroup, at the same places in the record.
const uint kPresent = 2, kLeftOut = 3, kNonZero = 4, kLost = 5, kFlipped = 6, kMaxError = 7, kRuled = 8;
const uint kBlocks = 9, kCentre = 10, kLogs = 11;  // of whole blocks: how many vary, mantissa, exponent; then of shorter

// In how many parts 256 numbers are added, at most.
#ifdef SUBGROUPS
const uint kParts = 32;  // a subgroup's each, of eight and more
const uint kPool = 2 * kSums * kParts;
#else
const uint kParts = 16;
const uint kStride = 272;  // between the sums of one kind and the next: no two meet in a bank of shared memory
const uint kPool = kSums * kStride;
#endif

shared float pool[kPool];
shared uint blockLargest[kBlocksOfGroup];
shared int blockBalance[kBlocksOfGroup];  // of its non-zero values, those that an outlier rules out − the others
shared uint counters[kFirstSum];
shared uint largest;            // |x| and |y|
shared uint largestImportance;
shared float parts[kParts];

uvec4 source[kQuads];
uvec4 after[kQuads];  // decoded

#include "candidates.glsl"

uvec4 keepWhere(bvec4 which, uvec4 bits) { return mix(uvec4(0), bits, which); }

uvec4 importanceOf(Quad quad) {
  uvec4 bits = uvec4(0);
  for (uint i = 0; i < quad.count; ++i) bits[i] = floatBitsToUint(importance[quad.column + i]);
  return bits;
}

void clearShared(uint thread) {
  if (thread < kBlocksOfGroup) {
    blockLargest[thread] = 0;
    blockBalance[thread] = 0;
  }
  if (thread < kFirstSum) counters[thread] = 0;
  if (thread == 0) {
    largest = 0;
    largestImportance = 0;
  }
}

void raiseBlock(uint block, uint own) {
#ifdef SUBGROUPS
  const uint most = largestOfEight(own);
  if (isFirstOfEight()) blockLargest[block] = most;
#else
  if (own != 0) atomicMax(blockLargest[block], own);
#endif
}

// Reads all values; finds the largest of each block and of the workgroup.
void readValues(uint group) {
  uint most = 0;
  uint mostImportance = 0;
  uint present = 0;
  for (uint i = 0; i < kQuads; ++i) {
    const Quad quad = ownQuad(group, i);
    present += quad.count;
    source[i] = sourceOf(quad);
    const uint mostOfQuad = largestOf(source[i] & kMagnitude);
    most = max(most, mostOfQuad);
    if (kSource) raiseBlock(blockOfGroup(i), mostOfQuad);
    if (!kErrors) continue;
    after[i] = decodedOf(quad);
    most = max(most, largestOf(keepWhere(lessThan(after[i] & kMagnitude, uvec4(kInfinity)), after[i] & kMagnitude)));
    if (kWeighted) mostImportance = max(mostImportance, largestOf(importanceOf(quad)));
  }
  RAISE_TOGETHER(largest, most);
  if (kErrors && kWeighted) RAISE_TOGETHER(largestImportance, mostImportance);
  ADD_TOGETHER(counters[kPresent], present);
}

// Of what an invocation has read.
float totals[kSums];

// Which of a quad's values are there.
bvec4 areThere(Quad quad) { return lessThan(uvec4(0, 1, 2, 3), uvec4(quad.count)); }

vec4 distances(vec4 values, float from, Quad quad) { return mix(vec4(0), values - from, areThere(quad)); }

// Raises the largest |x| of the rows.
void raiseRows(uint group) {
  const uint block = invocation();
  if (block >= kBlocksOfGroup) return;
  const Quad quad = quadOf(group * kBlocksOfGroup + block, 0);
  // What is read may be old, but never too large.
  if (quad.count > 0 && blockLargest[block] > sums[rowsAt + quad.row])
    atomicMax(sums[rowsAt + quad.row], blockLargest[block]);
}

#include "slab_errors.glsl"
#include "slab_powers.glsl"
#include "slab_blocks.glsl"

const uint kErrorsAt = kPool / 2;

// Leaves in `pool` pairs that add up to the sums of all invocations: of sum s from s·kParts on, errors kErrorsAt behind.
// Returns how many of each.
#ifdef SUBGROUPS
vec2 joined(vec2 a, vec2 b) {
  addTo(a, b.x);
  return vec2(a.x, a.y + b.y);
}

// An invocation hands on half of its sums to another, and keeps the other half of that one's, and so on: of eight
// neighbours each comes to have two.
uint joinSums() {
  const uint thread = invocation();
  vec2 pairs[16];
  [[unroll]] for (uint i = 0; i < 16; ++i) pairs[i] = vec2(i < kSums ? totals[min(i, kSums - 1)] : 0.0, 0);
  [[unroll]] for (uint apart = 4; apart > 0; apart /= 2) {
    const uint kept = 2 * apart;
    const bool upper = (thread & apart) != 0;
    [[unroll]] for (uint i = 0; i < kept; ++i) {
      const vec2 other = upper ? pairs[i] : pairs[i + kept];
      pairs[i] = joined(upper ? pairs[i + kept] : pairs[i], subgroupShuffleXor(other, apart));
    }
  }
  for (uint apart = 8; apart < gl_SubgroupSize; apart *= 2)
    for (uint i = 0; i < 2; ++i) pairs[i] = joined(pairs[i], subgroupShuffleXor(pairs[i], apart));
  for (uint i = 0; i < 2; ++i) {
    const uint sum = 2 * gl_SubgroupInvocationID + i;
    if (sum >= kSums) continue;
    pool[sum * kParts + gl_SubgroupID] = pairs[i].x;
    pool[kErrorsAt + sum * kParts + gl_SubgroupID] = pairs[i].y;
  }
  barrier();
  return gl_NumSubgroups;
}
#else
uint joinSums() {
  const uint thread = invocation();
  for (uint i = 0; i < kSums; ++i) pool[i * kStride + thread] = totals[i];
  barrier();
  const uint sum = thread / kParts;
  vec2 total = vec2(0);
  if (sum < kSums)
    for (uint i = thread % kParts; i < kThreads; i += kParts) addTo(total, pool[sum * kStride + i]);
  barrier();
  pool[thread] = total.x;
  pool[kErrorsAt + thread] = total.y;
  barrier();
  return kParts;
}
#endif

void writeRecord(uint record) {
  const uint thread = invocation(), count = joinSums();
  if (thread < kSums) {
    vec2 total = vec2(0);
    for (uint i = thread * kParts; i < thread * kParts + count; ++i) {
      addTo(total, pool[i]);
      total.y += pool[kErrorsAt + i];
    }
    sums[record + kFirstSum + 2 * thread] = floatBitsToUint(total.x);
    sums[record + kFirstSum + 2 * thread + 1] = floatBitsToUint(total.y);
  }
  if (thread < kFirstSum) sums[record + thread] = counters[thread];
}

void main() {
  const uint group = workgroup();
  if (group >= groups) return;
  const uint thread = invocation();
  clearShared(thread);
  barrier();
  readValues(group);
  barrier();
  const int exponent = kLargestExponent - leadingExponent(largest);
  const int weightExponent = -leadingExponent(largestImportance);
  const Scale scale = scaleBy(exponent);
  for (uint i = 0; i < kSums; ++i) totals[i] = 0;
  if (kErrors) sumErrors(group, scale, scaleBy(weightExponent));
  if (kSource) {
    raiseRows(group);
    listCandidates(group);
    const float centre = findCentre(group, scale);
    sumPowers(group, scale, centre);
    judgeBlocks();
    barrier();
    sumBlocks(group);
    finishBlocks(group);
    if (thread == 0) counters[kCentre] = floatBitsToUint(centre);
  }
  if (thread == 0) {
    counters[0] = uint(exponent);
    counters[1] = uint(weightExponent);
  }
  writeRecord(recordsAt + group * kRecordWords);
}
