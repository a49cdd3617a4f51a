#version 460
// The counts of SecondPass: histograms of errors, of weights and of decoded weights, sign loss by size, and the tail.
// Each bin is guessed, and then compared with its edges, so that the guess decides nothing (see gpu/ops/bin_edges.h).
// A workgroup counts in shared memory, twice over, so that neighbours meet less often in one counter, and adds what it
// has found to the slab's counts.
#extension GL_GOOGLE_include_directive : require
#include "exact.glsl"
#include "slab.glsl"

layout(local_size_x = 256) in;
layout(constant_id = 0) const bool kErrors = true;  // there are decoded values

const uint kGroupsTogether = 4;  // of 128 blocks, to a workgroup

const uint kEdges = 257;      // of a histogram: below, 256 bins, above
const uint kSizeEdges = 23;   // of sizes: 24 bins

// Edges, as BinEdges::words().
const uint kWeightEdges = 0;
const uint kErrorEdges = kEdges;
const uint kErrorRests = 2 * kEdges;
const uint kSizes = 3 * kEdges;
const uint kTail = kSizes + kSizeEdges;
const uint kEdgeWords = kTail + 1;

// Counters.
const uint kErrorBins = 0;
const uint kWeightBins = kEdges + 1;
const uint kDecodedBins = 2 * (kEdges + 1);
const uint kNonZeroBins = 3 * (kEdges + 1);
const uint kLostBins = kNonZeroBins + kSizeEdges + 1;
const uint kFlippedBins = kLostBins + kSizeEdges + 1;
const uint kTailCount = kFlippedBins + kSizeEdges + 1;
const uint kCounters = kTailCount + 1;
const uint kCopies = 2;

shared uint edges[kEdgeWords];
shared uint counters[kCopies * kCounters];

void count(uint counter) { atomicAdd(counters[gl_LocalInvocationID.x % kCopies * kCounters + counter], 1); }

uint guessBin(float value, float binsPerUnit) {
  return uint(clamp(int(clamp(value * binsPerUnit + 129, 0.0, 257.0)), 0, int(kEdges)));
}

// Floats in order as integers: −0 is 0.
int keyOf(uint bits) {
  const int size = int(bits & kMagnitude);
  return bits > kMagnitude ? -size : size;
}

uint weightBin(uint bits, float value) {
  const int key = keyOf(bits);
  uint bin = guessBin(value, weightBinsPerUnit);
  while (bin > 0 && key < int(edges[kWeightEdges + bin - 1])) --bin;
  while (bin < kEdges && key >= int(edges[kWeightEdges + bin])) ++bin;
  return bin;
}

bool isReached(uint edge, float error, float rest) {
  const float first = uintBitsToFloat(edges[kErrorEdges + edge]);
  return error > first || (error == first && rest >= uintBitsToFloat(edges[kErrorRests + edge]));
}

uint errorBin(float x, float y) {
  float rest;
  const float error = twoSum(x, -y, rest);
  uint bin = guessBin(error, errorBinsPerUnit);
  while (bin > 0 && !isReached(bin - 1, error, rest)) --bin;
  while (bin < kEdges && isReached(bin, error, rest)) ++bin;
  return bin;
}

// Bins of sizes are as wide as a factor of 10^(1/6), and so are their bits about equally far apart: 0.554 · 2^23.
uint sizeBin(uint size) {
  const int beyondFirst = int(size) - int(edges[kSizes]);
  int bin = clamp(beyondFirst / 4643650 + 1, 0, int(kSizeEdges));
  while (bin > 0 && size < edges[kSizes + bin - 1]) --bin;
  while (bin < kSizeEdges && size >= edges[kSizes + bin]) ++bin;
  return uint(bin);
}

void countSigns(uint xBits, uint yBits) {
  const uint bin = sizeBin(xBits & kMagnitude);
  count(kNonZeroBins + bin);
  if ((yBits & kMagnitude) == 0)
    count(kLostBins + bin);
  else if (((xBits ^ yBits) >> 31) != 0)
    count(kFlippedBins + bin);
}

void countQuad(Quad quad, Scale scale) {
  const uvec4 xBits = sourceOf(quad);
  const vec4 x = scaled(xBits, scale);
  for (uint k = 0; k < quad.count; ++k) {
    count(kWeightBins + weightBin(xBits[k], x[k]));
    if ((xBits[k] & kMagnitude) >= edges[kTail]) count(kTailCount);
  }
  if (!kErrors) return;
  const uvec4 yBits = decodedOf(quad);
  const vec4 y = scaled(yBits, scale);
  for (uint k = 0; k < quad.count; ++k) {
    if ((yBits[k] & kMagnitude) >= kInfinity) continue;
    count(kDecodedBins + weightBin(yBits[k], y[k]));
    count(kErrorBins + errorBin(x[k], y[k]));
    if ((xBits[k] & kMagnitude) != 0) countSigns(xBits[k], yBits[k]);
  }
}

void main() {
  const uint first = workgroup() * kGroupsTogether;
  if (first >= groups) return;
  const uint thread = gl_LocalInvocationID.x;
  for (uint i = thread; i < kEdgeWords; i += kThreads) edges[i] = sums[countersAt - kEdgeWords + i];
  for (uint i = thread; i < kCopies * kCounters; i += kThreads) counters[i] = 0;
  barrier();
  const Scale scale = scaleBy(slabScale);
  for (uint i = 0; i < kGroupsTogether * kQuads; ++i)
    countQuad(ownQuad(first + i / kQuads, i % kQuads), scale);
  barrier();
  for (uint i = thread; i < kCounters; i += kThreads) {
    uint total = 0;
    for (uint copy = 0; copy < kCopies; ++copy) total += counters[copy * kCounters + i];
    if (total > 0) atomicAdd(sums[countersAt + i], total);
  }
}
