// Powers of a workgroup's values about a centre near their mean, as sums behind Moments. For slab_sums.comp.

// Leaves in `parts` what adds up to the sum of what all invocations have. Returns how many.
uint addInParts(float own) {
#ifdef SUBGROUPS
  const float sum = subgroupAdd(own);
  if (subgroupElect()) parts[gl_SubgroupID] = sum;
  barrier();
  return gl_NumSubgroups;
#else
  const uint thread = invocation();
  pool[thread] = own;
  barrier();
  if (thread < kParts) {
    float sum = 0;
    for (uint i = thread; i < kThreads; i += kParts) sum += pool[i];
    parts[thread] = sum;
  }
  barrier();
  return kParts;
#endif
}

// Something near the mean; the value itself where all are equal.
float findCentre(uint group, Scale scale) {
  const Quad begin = quadOf(group * kBlocksOfGroup, 0);
  const float pivot = scaled(uvec4(floatBitsToUint(values[begin.first])), scale).x;
  float sum = 0;
  for (uint i = 0; i < kQuads; ++i) sum += sumOf(distances(scaled(source[i], scale), pivot, ownQuad(group, i)));
  const uint count = addInParts(sum);
  float all = 0;
  for (uint i = 0; i < count; ++i) all += parts[i];
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
