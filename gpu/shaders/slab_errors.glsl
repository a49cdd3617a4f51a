// What a workgroup's decoded values differ from the source's by, as sums behind ErrorSums. For slab_sums.comp.

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
  ADD_TOGETHER(counters[kLeftOut], sumOf(leftOut));
  ADD_TOGETHER(counters[kNonZero], sumOf(nonZero));
  ADD_TOGETHER(counters[kLost], sumOf(lost));
  ADD_TOGETHER(counters[kFlipped], sumOf(flipped));
  RAISE_TOGETHER(counters[kMaxError],
                 floatBitsToUint(max(max(maxError.x, maxError.y), max(maxError.z, maxError.w))));
}
