// The scales of q3_K and q6_K: y = d·s·q, with one f16 d per super-block, one integer s per sub-block and signed codes
// q. Finds d, s and q of small Σ w·(x − y)², as core/codec/symmetric_search-inl.h does at effort normal, where the steps
// are told; every number of a type and its depth comes from there, as a specialization constant or in kTables.
#include "super_block.glsl"

layout(constant_id = 1) const float kCodeLow = 0;
layout(constant_id = 2) const float kCodeHigh = 0;
layout(constant_id = 3) const float kScaleLow = 0;
layout(constant_id = 4) const float kScaleHigh = 0;
layout(constant_id = 5) const float kPeakScaleFirst = 0;
layout(constant_id = 6) const float kPeakScaleStep = 0;
layout(constant_id = 7) const uint kSteps = 0;
// Without and with importance: where in kTables the codes of peaks are and how many, how many integers are tried, and
// how often d is fitted to them.
layout(constant_id = 8) const uint kPlainPeaksAt = 0;
layout(constant_id = 9) const uint kPlainPeaks = 0;
layout(constant_id = 10) const uint kPlainTries = 0;
layout(constant_id = 11) const uint kPlainRefits = 0;
layout(constant_id = 12) const uint kWeightedPeaksAt = 0;
layout(constant_id = 13) const uint kWeightedPeaks = 0;
layout(constant_id = 14) const uint kWeightedTries = 0;
layout(constant_id = 15) const uint kWeightedRefits = 0;

float codeOf(float value, float inverse) {
  const float rounded = plusExact(kRounder, value, inverse);
  return min(max(rounded, kRounder + kCodeLow), kRounder + kCodeHigh) - kRounder;
}

float scaleOf(float wanted) { return nearestWithin(wanted, kScaleLow, kScaleHigh); }

struct Fit {
  float xq, qq;  // Σ w·x·q and Σ w·q²
};

Fit sumsAt(float inverse) {
  Fit found = Fit(0, 0);
  for (uint i = 0; i < valueCount; ++i) {
    const float q = codeOf(x[i], inverse);
    found.xq = plusExact(found.xq, wx[i], q);
    found.qq = plusExact(found.qq, w[i] * q, q);
  }
  return found;
}

// Σ w·(x − a·q)² with q = round(x/a).
float errorAt(float a) {
  const float inverse = shortInverse(a);
  float total = 0;
  for (uint i = 0; i < valueCount; ++i) {
    const float r = plusExact(x[i], -a, codeOf(x[i], inverse));
    total += r * (w[i] * r);
  }
  return total;
}

// The value of largest magnitude, with its sign.
float peak() {
  float low = x[0], high = x[0];
  for (uint i = 1; i < valueCount; ++i) {
    low = min(low, x[i]);
    high = max(high, x[i]);
  }
  return -low > high ? low : high;
}

// The value that weighs most.
float heaviest() {
  float most = 0, found = 0;
  for (uint i = 0; i < valueCount; ++i) {
    const float weight = x[i] * (w[i] * x[i]);
    if (weight > most) found = x[i];
    most = max(most, weight);
  }
  return found;
}

// The best scale of the sub-block alone is xq/qq. A peak that hardly counts hides the values that do: then those are
// tried as well.
Fit fitSub() {
  const uint at = uneven ? kWeightedPeaksAt : kPlainPeaksAt, count = uneven ? kWeightedPeaks : kPlainPeaks;
  const float top = peak(), heavy = heaviest();
  const bool hidden = uneven && abs(heavy) < abs(top) * 0.3;
  Fit best = Fit(0, 1);
  for (uint i = 0; i < (hidden ? 2 * count : count); ++i) {
    const float inversePeak = shortInverse(i < count ? top : heavy);
    const float code = uintBitsToFloat(tables[at + (i < count ? i : i - count)]);
    const Fit fit = sumsAt(shortened(inversePeak * code, kFactorBits));
    if (fit.xq * fit.xq * best.qq > best.xq * best.xq * fit.qq) best = fit;
  }
  return best;
}

// Σ over sub-blocks of curvature·(a − d·s)², s the nearest integer.
float secondOrderError(float d) {
  const float inverse = inverseOrZero(d);
  float total = 0;
  for (uint k = 0; k < subCount; ++k) {
    const vec4 fit = toldBy(k);
    const float r = fit.x - d * scaleOf(fit.x * inverse);
    total += fit.y * (r * r);
  }
  return total;
}

// The step for which integer multiples come nearest to the wanted scales.
float bestStep(float wanted, float curvature) {
  tell(vec4(wanted, curvature, 0, 0));
  float low = 0, high = 0;
  for (uint k = 0; k < subCount; ++k) {
    low = min(low, toldBy(k).x);
    high = max(high, toldBy(k).x);
  }
  const float largest = -low > high ? low : high;
  vec4 best = vec4(kNoError, 0, 0, 0);
  for (uint i = sub(); i < kSteps; i += SUBS) {
    const float d = storable(divide(largest, kPeakScaleFirst + float(i) * kPeakScaleStep), unit, perUnit);
    const float error = secondOrderError(d);
    if (error < best.x) best = vec4(error, d, 0, i);
  }
  return bestOfAll(best).y;
}

// The integer near wanted/d of smallest true error, from the nearest outwards, towards what is wanted first.
float chooseScale(float wanted, float d, out float bestError) {
  const float exact = wanted * inverseOrZero(d), start = scaleOf(exact);
  const float side = exact < start ? 1 : -1;
  float best = start;
  bestError = kNoError;
  for (uint i = 0; i < (uneven ? kWeightedTries : kPlainTries); ++i) {
    const float tried = scaleOf(start + side * alternating(i));
    const float error = errorAt(tried * d);
    if (error < bestError) {
      best = tried;
      bestError = error;
    }
  }
  return best;
}

// Fits d by least squares to these integers and the codes that they and the present d give, as often as that makes the
// error fall.
void refit(float scale, inout float d, float error) {
  const uint own = uneven ? kWeightedRefits : kPlainRefits;
  float present = sumOfAll(vec4(error)).x;
  bool more = true;
  for (uint round = 0; round < (weighted != 0 ? max(kWeightedRefits, kPlainRefits) : kPlainRefits); ++round) {
    const Fit fit = sumsAt(shortInverse(scale * d));
    const vec4 both = sumOfAll(vec4(scale * fit.xq, scale * scale * fit.qq, 0, 0));
    const float next = both.y > 0 ? storable(divide(both.x, both.y), unit, perUnit) : d;
    const float nextError = sumOfAll(vec4(errorAt(scale * next))).x;
    more = more && round < own && next != d && nextError < present;
    if (more) {
      d = next;
      present = nextError;
    }
  }
}

void search() {
  const Fit fit = fitSub();
  const float wanted = divide(fit.xq, fit.qq);
  float d = bestStep(wanted, fit.qq);
  float error;
  const float scale = chooseScale(wanted, d, error);
  refit(scale, d, error);
  putCodes(ownQuad(), inverseOrZero(scale * d) * perUnit, 0, kCodeLow, kCodeHigh);
  integers[invocation()] = uint(int(scale));
  if (sub() == 0) steps[inGroup()] = f32ToF16(floatBitsToUint(d * unit));
}
