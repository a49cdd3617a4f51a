// Lists the values of a workgroup that may be among the 64 largest |x| of the slab: those that reach the threshold of
// source_scan.comp; if they are more than 64, the largest 64 of them, of equal ones the first. For slab_sums.comp.

const uint kKept = 64;

shared uint found;
shared uint listAt;

// Of all invocations together.
uint countInGroup(uint own) {
  barrier();
  if (invocation() == 0) found = 0;
  barrier();
  ADD_TOGETHER(found, own);
  barrier();
  return found;
}

// The places of a quad's values in the order of the slab.
uvec4 placesOf(uint i) { return (i * kThreads + invocation()) * 4 + uvec4(0, 1, 2, 3); }

uint countReaching(uint size) {
  uint count = 0;
  for (uint i = 0; i < kQuads; ++i) count += sumOf(uvec4(greaterThanEqual(source[i] & kMagnitude, uvec4(size))));
  return count;
}

uint countEqualBefore(uint size, uint place) {
  uint count = 0;
  for (uint i = 0; i < kQuads; ++i)
    count += sumOf(uvec4(equal(source[i] & kMagnitude, uvec4(size))) * uvec4(lessThan(placesOf(i), uvec4(place))));
  return count;
}

// The largest size that 64 of the workgroup reach, bit by bit.
uint sizeOfLast() {
  uint size = 0;
  for (int bit = 30; bit >= 0; --bit) {
    const uint trial = size | 1u << bit;
    if (countInGroup(countReaching(trial)) >= kKept) size = trial;
  }
  return size;
}

// The place of the last value of this size that is still among the 64.
uint placeOfLast(uint size) {
  const uint wanted = kKept - countInGroup(countReaching(size + 1));
  uint place = 0;
  for (int bit = 11; bit >= 0; --bit) {
    const uint trial = place | 1u << bit;
    if (countInGroup(countEqualBefore(size, trial)) < wanted) place = trial;
  }
  return place;
}

void listCandidates(uint group) {
  uint size = max(sums[headerAt + kThreshold], 1u);
  uint last = kThreads * kQuads * 4 - 1;
  const uint count = countInGroup(countReaching(size));
  if (count == 0) return;
  if (count > kKept) {
    size = sizeOfLast();
    last = placeOfLast(size);
  }
  if (invocation() == 0) listAt = candidatesAt + atomicAdd(sums[headerAt + kCandidates], min(count, kKept));
  countInGroup(0);
  for (uint i = 0; i < kQuads; ++i) {
    const uint first = ownQuad(group, i).first;
    const uvec4 sizes = source[i] & kMagnitude;
    const uvec4 places = placesOf(i);
    for (uint k = 0; k < 4; ++k)
      if (sizes[k] > size || (sizes[k] == size && places[k] <= last)) sums[listAt + atomicAdd(found, 1)] = first + k;
  }
  barrier();
}
