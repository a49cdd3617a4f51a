// The scale and minimum that each sub-block of q2_K, q4_K or q5_K would have if it were alone; the CPU's is
// core/codec/affine_fits-inl.h.
#include "affine_block.glsl"

// The error around a fit is curvature·δscale² + weight·(δmin − slope·δscale)².
struct AffineFit {
  float scale, min, slope, curvature;
  float weight, sum;  // Σ w, Σ w·x
};

// Of the negated values.
AffineFit mirrored(AffineFit fit) {
  fit.min = max(fit.scale * kCodeHigh - fit.min, 0.0);
  fit.slope = kCodeHigh - fit.slope;
  fit.sum = -fit.sum;
  return fit;
}

struct Range {
  float low, high;
};

// Of the values, and the most that one weighs.
Range rangeOf(out float most) {
  Range range = Range(x[0], x[0]);
  most = 0;
  for (uint i = 0; i < valueCount; ++i) {
    range = Range(min(range.low, x[i]), max(range.high, x[i]));
    most = max(most, x[i] * wx[i]);
  }
  return range;
}

// Of the values that weigh at least so much; with 0.
Range heavyRange(float least) {
  Range range = Range(0, 0);
  for (uint i = 0; i < valueCount; ++i) {
    const float value = x[i] * wx[i] >= least ? x[i] : 0.0;
    range = Range(min(range.low, value), max(range.high, value));
  }
  return range;
}

struct Best {
  Moments moments;
  float gain;
};

void keepBetter(Moments m, Totals t, inout Best best) {
  const float gain = gainOf(m, t);
  if (gain > best.gain) best = Best(m, gain);
}

// Peaks that hardly count hide the values that do: then the range of those is tried as well. `sides`: whether no value
// is below 0, and none above.
AffineFit fitSub(out bvec2 sides) {
  const Totals t = totals();
  float most;
  const Range range = rangeOf(most), heavy = heavyRange(most * 9.765625e-4);  // 2^-10
  sides = bvec2(range.low >= 0, range.high <= 0);
  // Widened to hold 0 at the low end, because minima are >= 0.
  const float low = min(range.low, 0.0), width = range.high - low, heavyWidth = heavy.high - heavy.low;
  const bool hidden = uneven && heavyWidth < width * 0.4;
  const uint startsAt = uneven ? kWeightedStartsAt : kPlainStartsAt, starts = uneven ? kWeightedStarts : kPlainStarts;
  const uint tries = hidden ? 2 * starts : starts, polishes = uneven ? kWeightedPolishes : kPlainPolishes;
  Best best = Best(Moments(0, 0, 0), -kNoError);
  for (uint i = 0; i < tries + polishes; ++i) {
    float inverse, offset;
    if (i < tries) {
      const float ownLow = i < starts ? low : heavy.low, ownWidth = i < starts ? width : heavyWidth;
      const uint start = startsAt + 2 * (i < starts ? i : i - starts);  // what the codes' range is of the width; begin
      inverse = shortened(shortInverse(ownWidth) * uintBitsToFloat(tables[start]), kFactorBits);
      offset = -((ownLow + ownWidth * uintBitsToFloat(tables[start + 1])) * inverse);
    } else {
      const Fit fit = solve(best.moments, t);
      inverse = shortInverse(fit.scale);
      offset = fit.min * inverse;
    }
    keepBetter(momentsAt(inverse, offset), t, best);
  }
  const Fit fit = solve(best.moments, t);
  const float slope = divide(best.moments.q, t.w);
  return AffineFit(fit.scale, fit.min, slope, best.moments.qq - best.moments.q * slope, t.w, t.x);
}
