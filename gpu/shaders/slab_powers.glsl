// Powers of a workgroup's values about a centre near their mean, as sums behind Moments. For slab_sums.comp.

// 256 numbers of `pool`, one of each invocation: first in parts, then all.
void addInParts(uint thread) {
  if (thread < kParts) {
    float sum = 0;
    for (uint i = thread; i < kThreads; i += kParts) sum += pool[i];
    parts[thread] = sum;
  }
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
