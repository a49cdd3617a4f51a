#version 460
// What one reading of the source tells: how many values are not finite or too large for f16, the largest |x| of each
// column, and a size that at least 64 values reach, so that few need be looked at to find the 64 largest.
//
// A workgroup takes 256 columns of 32 rows, an invocation one of those columns. The 64th largest of the 256 columns'
// largest is reached by 64 values at least; the greatest such size of all workgroups is the best.
#extension GL_GOOGLE_include_directive : require
#include "exact.glsl"
#include "header.glsl"
#include "slab.glsl"

layout(local_size_x = 256) in;
layout(constant_id = 0) const bool kCounts = true;
layout(constant_id = 1) const bool kMaxima = true;

const uint kRowsOfGroup = 32;
const uint kLargestF16 = 0x477fe000;  // 65504
const uint kKept = 64;

shared uint largest[kThreads];

void findThreshold(uint most) {
  const uint thread = gl_LocalInvocationID.x;
  largest[thread] = most;
  barrier();
  uint rank = 0;
  for (uint i = 0; i < kThreads; ++i)
    rank += uint(largest[i] > most || (largest[i] == most && i < thread));
  if (rank == kKept - 1) atomicMax(sums[headerAt + kThreshold], most);
}

void main() {
  const uint stripes = (columns + kThreads - 1) / kThreads;
  const uint begin = workgroup() / stripes * kRowsOfGroup;
  if (begin >= rows) return;
  const uint end = min(begin + kRowsOfGroup, rows);
  const uint column = workgroup() % stripes * kThreads + gl_LocalInvocationID.x;
  uint most = 0;
  uint notFinite = 0;
  uint beyondF16 = 0;
  for (uint row = begin; row < end && column < columns; ++row) {
    const uint size = floatBitsToUint(values[row * columns + column]) & kMagnitude;
    most = max(most, size);
    notFinite += uint(size >= kInfinity);
    beyondF16 += uint(size > kLargestF16 && size < kInfinity);
  }
  if (kCounts && notFinite > 0) atomicAdd(sums[headerAt + kNotFinite], notFinite);
  if (kCounts && beyondF16 > 0) atomicAdd(sums[headerAt + kBeyondF16], beyondF16);
  if (!kMaxima) return;
  if (most > 0) atomicMax(sums[columnsAt + column], most);
  findThreshold(most);
}
