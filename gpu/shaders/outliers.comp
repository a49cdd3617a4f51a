#version 460
// The 64 largest |x| of a slab out of its candidates, of equal ones the first: by their bits from the top, four at a
// time, counting how many there are of each; then, if the last of them has more equals than there is room for, by their
// places in the same way. One workgroup.
#extension GL_GOOGLE_include_directive : require
#include "exact.glsl"
#include "header.glsl"
#include "slab.glsl"

layout(local_size_x = 256) in;
layout(constant_id = 0) const bool kErrors = true;  // there are decoded values

const uint kKept = 64;
const uint kDigits = 16;

shared uint bins[kDigits];
shared uint listed;

uint count;   // of candidates
uint wanted;  // how many are still to be chosen

uint placeOf(uint i) { return sums[candidatesAt + i]; }
uint sizeAt(uint place) { return floatBitsToUint(values[place]) & kMagnitude; }

// Counts the digits at `shift` of the keys that agree with `prefix` above it: of sizes; or of places, from the back, of
// those with that size.
void countDigits(uint shift, uint prefix, bool byPlace, uint size) {
  const uint thread = gl_LocalInvocationID.x;
  barrier();
  if (thread < kDigits) bins[thread] = 0;
  barrier();
  for (uint i = thread; i < count; i += kThreads) {
    const uint place = placeOf(i);
    const uint key = byPlace ? ~place : sizeAt(place);
    if (byPlace && sizeAt(place) != size) continue;
    if (((key ^ prefix) >> shift) < kDigits) atomicAdd(bins[key >> shift & (kDigits - 1)], 1);
  }
  barrier();
}

// The key of the last that is chosen. Leaves in `wanted` how many of that key are, and in `equals` how many there are.
uint keyOfLast(bool byPlace, uint size, out uint equals) {
  uint prefix = 0;
  for (int shift = 28; shift >= 0; shift -= 4) {
    countDigits(shift, prefix, byPlace, size);
    uint digit = kDigits - 1;
    while (digit > 0 && bins[digit] < wanted) wanted -= bins[digit--];
    equals = bins[digit];
    prefix |= digit << shift;
  }
  return prefix;
}

void main() {
  if (workgroup() > 0) return;
  const uint thread = gl_LocalInvocationID.x;
  count = sums[headerAt + kCandidates];
  if (thread == 0) listed = 0;
  uint size = 0;
  uint last = ~0u;
  if (count > kKept) {
    wanted = kKept;
    uint equals;
    size = keyOfLast(false, 0, equals);
    if (equals > wanted) last = ~keyOfLast(true, size, equals);
  }
  barrier();
  for (uint i = thread; i < count; i += kThreads) {
    const uint place = placeOf(i);
    const uint own = sizeAt(place);
    if (own < size || (own == size && place > last)) continue;
    const uint at = outliersAt + 3 * atomicAdd(listed, 1);
    sums[at] = place;
    sums[at + 1] = floatBitsToUint(values[place]);
    sums[at + 2] = floatBitsToUint(kErrors ? decoded[place] : values[place]);
  }
  barrier();
  if (thread == 0) sums[headerAt + kOutliers] = listed;
}
