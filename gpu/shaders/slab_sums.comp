#version 460
// The sums behind ErrorSums, Moments and BlockStatistics, of 128 blocks a workgroup.
//
// f32 is enough because nothing is lost where it would show. First everything is scaled by the power of two that puts
// the workgroup's largest value just below 2^56, so that no square overflows and none of a value within 2^119 of the
// largest is lost. A product is then off by a few units of 2^-24 of itself at most, an invocation adds 16 of them, and
// from there on sums are pairs (see exact.glsl). Each sum is within 6e-7 of the sum of its terms' sizes, by bound, and
// nearer than 1e-7 in practice. Powers are taken about a centre near the workgroup's mean; the host moves them to the
// mean, and joins the workgroups in double precision (Pébay 2008, see core/analysis/moments.h).
//
// A block's variance is taken in a scale of its own. The host needs Σ ln(variance) only, which is the logarithm of a
// product: mantissas are multiplied and exponents added, so no logarithm is taken here.
#extension GL_GOOGLE_include_directive : require
#include "exact.glsl"
#include "header.glsl"
#include "slab.glsl"

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

const uint kStride = 272;  // between the sums of one kind and the next: no two meet in a bank of shared memory
const uint kParts = 16;    // in which 256 numbers are added

shared float pool[kSums * kStride];
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
    if (kSource && mostOfQuad != 0) atomicMax(blockLargest[blockOfGroup(i)], mostOfQuad);
    if (!kErrors) continue;
    after[i] = decodedOf(quad);
    most = max(most, largestOf(keepWhere(lessThan(after[i] & kMagnitude, uvec4(kInfinity)), after[i] & kMagnitude)));
    if (kWeighted) mostImportance = max(mostImportance, largestOf(importanceOf(quad)));
  }
  atomicMax(largest, most);
  if (kErrors && kWeighted) atomicMax(largestImportance, mostImportance);
  atomicAdd(counters[kPresent], present);
}

// Of what an invocation has read.
float totals[kSums];

void sumErrors(uint group, Scale scale, Scale weightScale) {
  uvec4 leftOut = uvec4(0), nonZero = uvec4(0), lost = uvec4(0), flipped = uvec4(0);
  vec4 maxError = vec4(0);
  for (uint i = 0; i < kQuads; ++i) {
    const bvec4 isPair = lessThan(after[i] & kMagnitude, uvec4(kInfinity));
    const uvec4 xBits = keepWhere(isPair, source[i]);
    const uvec4 yBits = keepWhere(isPair, after[i]);
    const vec4 x = scaled(xBits, scale);
    const vec4 y = scaled(yBits, scale);
    const vec4 e = x - y;
    const vec4 e2 = e * e;
    const vec4 x2 = x * x;
    totals[kError] += sumOf(e);
    totals[kError2] += sumOf(e2);
    totals[kSource2] += sumOf(x2);
    totals[kDecoded2] += sumOf(y * y);
    totals[kProduct] += sumOf(x * y);
    maxError = max(maxError, abs(e));
    const uvec4 one = uvec4(1);
    const uvec4 xThere = min(xBits & kMagnitude, one);
    const uvec4 yThere = min(yBits & kMagnitude, one);
    const uvec4 isLost = xThere & ~yThere;
    leftOut += one - uvec4(isPair);
    nonZero += xThere;
    lost += isLost;
    flipped += xThere & yThere & ((xBits ^ yBits) >> 31);
    totals[kLostEnergy] += sumOf(mix(vec4(0), x2, notEqual(isLost, uvec4(0))));
    if (!kWeighted) continue;
    const vec4 w = scaled(importanceOf(ownQuad(group, i)), weightScale);
    totals[kWeightedError2] += sumOf(w * e2);
    totals[kWeightedSource2] += sumOf(w * x2);
  }
  atomicAdd(counters[kLeftOut], sumOf(leftOut));
  atomicAdd(counters[kNonZero], sumOf(nonZero));
  atomicAdd(counters[kLost], sumOf(lost));
  atomicAdd(counters[kFlipped], sumOf(flipped));
  atomicMax(counters[kMaxError],
            floatBitsToUint(max(max(maxError.x, maxError.y), max(maxError.z, maxError.w))));
}

// 256 numbers of `pool`, one of each invocation: first in parts, then all.
void addInParts(uint thread) {
  if (thread < kParts) {
    float sum = 0;
    for (uint i = thread; i < kThreads; i += kParts) sum += pool[i];
    parts[thread] = sum;
  }
}

// Which of a quad's values are there.
bvec4 areThere(Quad quad) { return lessThan(uvec4(0, 1, 2, 3), uvec4(quad.count)); }

vec4 distances(vec4 values, float from, Quad quad) { return mix(vec4(0), values - from, areThere(quad)); }

// Raises the largest |x| of the rows.
void raiseRows(uint group) {
  const uint block = gl_LocalInvocationID.x;
  if (block >= kBlocksOfGroup) return;
  const Quad quad = quadOf(group * kBlocksOfGroup + block, 0);
  // What is read may be old, but never too large.
  if (quad.count > 0 && blockLargest[block] > sums[rowsAt + quad.row])
    atomicMax(sums[rowsAt + quad.row], blockLargest[block]);
}

// Something near the mean; the value itself where all are equal.
float findCentre(uint group, Scale scale) {
  const uint thread = gl_LocalInvocationID.x;
  const Quad begin = quadOf(group * kBlocksOfGroup, 0);
  const float pivot = scaled(uvec4(floatBitsToUint(values[begin.first])), scale).x;
  float sum = 0;
  for (uint i = 0; i < kQuads; ++i) sum += sumOf(distances(scaled(source[i], scale), pivot, ownQuad(group, i)));
  pool[thread] = sum;
  barrier();
  addInParts(thread);
  barrier();
  float all = 0;
  for (uint i = 0; i < kParts; ++i) all += parts[i];
  return pivot + all / float(counters[kPresent]);
}

void sumPowers(uint group, Scale scale, float centre) {
  const float smaller = powerOfTwo(kPowersExponent - kLargestExponent);
  for (uint i = 0; i < kQuads; ++i) {
    const vec4 d = distances(scaled(source[i], scale), centre, ownQuad(group, i)) * smaller;
    const vec4 d2 = d * d;
    totals[kPower1] += sumOf(d);
    totals[kPower1 + 1] += sumOf(d2);
    totals[kPower1 + 2] += sumOf(d2 * d);
    totals[kPower1 + 3] += sumOf(d2 * d2);
  }
}

// The least float of which 14 times is no less than `bits`: |x| below it rounds to 0 at the step of a block whose
// largest value that is (see ruledByOutlier). With m·2^e = the largest, m of 24 bits, ⌈8m/7⌉·2^(e − 4) is it, or, where
// that takes 25 bits, ⌈4m/7⌉·2^(e − 3).
uint leastKept(uint largestBits) {
  const uint exponent = max(largestBits >> 23, 1u);
  const uint mantissa = (largestBits & 0x007fffffu) | (largestBits < kLeastNormal ? 0u : kLeastNormal);
  if (exponent <= 4) return ((mantissa << (exponent - 1)) + 13) / 14;
  if (mantissa >= 7u << 21) return ((exponent - 4) << 23) + (4 * mantissa + 6) / 7;
  return ((exponent - 5) << 23) + (8 * mantissa + 6) / 7;
}

void judgeBlocks() {
  for (uint i = 0; i < kQuads; ++i) {
    const uint block = blockOfGroup(i);
    const uvec4 magnitude = source[i] & kMagnitude;
    const uvec4 there = min(magnitude, uvec4(1));
    const uvec4 ruledOut = there * uvec4(lessThan(magnitude, uvec4(leastKept(blockLargest[block]))));
    const int balance = 2 * int(sumOf(ruledOut)) - int(sumOf(there));
    if (balance != 0) atomicAdd(blockBalance[block], balance);
  }
}

// Where quad i of an invocation puts what the eight of its block are to add.
uint partAt(uint i) { return i * kThreads + gl_LocalInvocationID.x; }

float sumOfBlock(uint at, uint block) {
  float sum = 0;
  for (uint i = 0; i < kQuadsOfBlock; ++i) sum += pool[at + block * kQuadsOfBlock + i];
  return sum;
}

int exponentOfBlock(uint block) { return leadingExponent(blockLargest[block]); }

// The column at which a quad's block begins, and how many values that has.
uint blockColumn(Quad quad) { return quad.column / (kQuadsOfBlock * 4) * (kQuadsOfBlock * 4); }
uint valuesOfBlock(Quad quad) { return min(columns - blockColumn(quad), kQuadsOfBlock * 4); }

const uint kSquaresAt = kQuads * kThreads;

// Leaves for every block Σd and Σd² about its mean, in the block's scale, eight parts of each, in `pool`.
void sumBlocks(uint group) {
  float centres[kQuads];
  for (uint i = 0; i < kQuads; ++i) {
    const Quad quad = ownQuad(group, i);
    const Scale scale = scaleBy(-exponentOfBlock(blockOfGroup(i)));
    const uint begin = quad.count == 0 ? 0 : quad.first - (quad.column - blockColumn(quad));
    centres[i] = scaled(uvec4(floatBitsToUint(values[begin])), scale).x;
    pool[partAt(i)] = sumOf(distances(scaled(source[i], scale), centres[i], quad));
  }
  barrier();
  for (uint i = 0; i < kQuads; ++i) {
    const Quad quad = ownQuad(group, i);
    if (quad.count > 0) centres[i] += sumOfBlock(0, blockOfGroup(i)) / float(valuesOfBlock(quad));
  }
  barrier();
  for (uint i = 0; i < kQuads; ++i) {
    const Scale scale = scaleBy(-exponentOfBlock(blockOfGroup(i)));
    const vec4 d = distances(scaled(source[i], scale), centres[i], ownQuad(group, i));
    pool[partAt(i)] = sumOf(d);
    pool[kSquaresAt + partAt(i)] = sumOf(d * d);
  }
  barrier();
}

// A product as a mantissa of 1 … 2 and an exponent.
struct Product {
  float mantissa;
  float exponent;
};

Product normalized(float value, float exponent) {
  const uint bits = floatBitsToUint(value);
  return Product(uintBitsToFloat((bits & (kLeastNormal - 1)) | 0x3f800000u), exponent + float(int(bits >> 23) - 127));
}

// Σ(x − mean)² of a block; 1 for one whose values are all equal, or that is not there.
Product squaresOfBlock(uint block, uint count, out bool varies) {
  const float sum = sumOfBlock(0, block);
  const float squares = sumOfBlock(kSquaresAt, block);
  varies = squares != 0;
  if (!varies) return Product(1, 0);
  return normalized(squares - sum * sum / float(count), 2 * float(exponentOfBlock(block)));
}

// The product of `count` of those that lie in `pool` from `at` on, exponents 2·kBlocksOfGroup behind.
Product productOf(uint at, uint count) {
  float mantissa = 1;
  float exponent = 0;
  for (uint i = 0; i < count; ++i) {
    const Product product = normalized(mantissa * pool[at + i], exponent + pool[at + 2 * kBlocksOfGroup + i]);
    mantissa = product.mantissa;
    exponent = product.exponent;
  }
  return Product(mantissa, exponent);
}

void putProduct(uint at, Product product) {
  pool[at] = product.mantissa;
  pool[at + 2 * kBlocksOfGroup] = product.exponent;
}

// Multiplies the squares of whole blocks, and apart from them those of shorter ones.
void finishBlocks(uint group) {
  const uint thread = gl_LocalInvocationID.x;
  const uint block = thread % kBlocksOfGroup;
  const uint kind = thread / kBlocksOfGroup;  // this invocation's: 0 whole, 1 shorter
  const Quad quad = quadOf(group * kBlocksOfGroup + block, 0);
  const bool own = quad.count > 0 && (valuesOfBlock(quad) < 32) == (kind == 1);
  bool varies = false;
  Product product = Product(1, 0);
  if (own) product = squaresOfBlock(block, valuesOfBlock(quad), varies);
  if (own) atomicAdd(counters[kBlocks], 1);
  if (own && blockBalance[block] > 0) atomicAdd(counters[kRuled], 1);
  if (varies) atomicAdd(counters[kLogs + 3 * kind], 1);
  barrier();
  putProduct(thread, product);
  barrier();
  const uint together = 8;
  if (thread < 2 * kBlocksOfGroup / together) product = productOf(thread * together, together);
  barrier();
  if (thread < 2 * kBlocksOfGroup / together) putProduct(thread, product);
  barrier();
  const uint left = kBlocksOfGroup / together;
  if (thread < 2) {
    product = productOf(thread * left, left);
    counters[kLogs + 3 * thread + 1] = floatBitsToUint(product.mantissa);
    counters[kLogs + 3 * thread + 2] = uint(int(product.exponent));
  }
  barrier();
}

// Joins the sums of all invocations, and writes the record. Pairs lie in `pool` after a first step, errors kStride·kSums
// / 2 behind.
void writeRecord(uint record) {
  const uint thread = gl_LocalInvocationID.x;
  for (uint i = 0; i < kSums; ++i) pool[i * kStride + thread] = totals[i];
  barrier();
  const uint sum = thread / kParts;
  vec2 total = vec2(0);
  if (sum < kSums)
    for (uint i = thread % kParts; i < kThreads; i += kParts) addTo(total, pool[sum * kStride + i]);
  barrier();
  const uint errorsAt = kSums * kStride / 2;
  pool[thread] = total.x;
  pool[errorsAt + thread] = total.y;
  barrier();
  if (thread < kSums) {
    total = vec2(0);
    for (uint i = thread * kParts; i < (thread + 1) * kParts; ++i) {
      addTo(total, pool[i]);
      total.y += pool[errorsAt + i];
    }
    sums[record + kFirstSum + 2 * thread] = floatBitsToUint(total.x);
    sums[record + kFirstSum + 2 * thread + 1] = floatBitsToUint(total.y);
  }
  if (thread < kFirstSum) sums[record + thread] = counters[thread];
}

void main() {
  const uint group = workgroup();
  if (group >= groups) return;
  const uint thread = gl_LocalInvocationID.x;
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
