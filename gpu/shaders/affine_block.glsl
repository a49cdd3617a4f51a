// A sub-block as the search of q2_K, q4_K and q5_K sums it up, for y = scale·q − min; the CPU's is
// core/codec/affine_block-inl.h, where the formulas are told.
#include "super_block.glsl"

layout(constant_id = 1) const float kCodeHigh = 0;  // codes are 0 … kCodeHigh
layout(constant_id = 2) const float kScaleHigh = 0;
layout(constant_id = 3) const float kPeakFirst = 0;
layout(constant_id = 4) const float kPeakStep = 0;
layout(constant_id = 5) const uint kSteps = 0;
layout(constant_id = 6) const float kMinPeakFirst = 0;
layout(constant_id = 7) const float kMinPeakStep = 0;
layout(constant_id = 8) const bool kUnbiased = false;
layout(constant_id = 9) const uint kPairsAt = 0;
// Without and with importance: where in kTables the starts are and how many, how often the best is polished, how many d
// are tried with every dmin, whether both sides are searched, how many pairs of integers are tried, and how often d and
// dmin are fitted to them.
layout(constant_id = 10) const uint kPlainStartsAt = 0;
layout(constant_id = 11) const uint kPlainStarts = 0;
layout(constant_id = 12) const uint kPlainPolishes = 0;
layout(constant_id = 13) const uint kPlainShortlist = 0;
layout(constant_id = 14) const bool kPlainBothSides = false;
layout(constant_id = 15) const uint kPlainTries = 0;
layout(constant_id = 16) const uint kPlainRefits = 0;
layout(constant_id = 17) const uint kWeightedStartsAt = 0;
layout(constant_id = 18) const uint kWeightedStarts = 0;
layout(constant_id = 19) const uint kWeightedPolishes = 0;
layout(constant_id = 20) const uint kWeightedShortlist = 0;
layout(constant_id = 21) const bool kWeightedBothSides = false;
layout(constant_id = 22) const uint kWeightedTries = 0;
layout(constant_id = 23) const uint kWeightedRefits = 0;

struct Moments {
  float q, qq, xq;  // Σ w·q, Σ w·q², Σ w·x·q
};
struct Totals {
  float w, x, inverseW, mean;  // Σ w, Σ w·x, 1/Σ w, and the mean
};
struct Fit {
  float scale, min;
};

float codeOf(float scaled) { return nearestWithin(scaled, 0, kCodeHigh); }
float integerOf(float wanted) { return nearestWithin(wanted, 0, kScaleHigh); }

// Sums go through 16 values each; a sub-block of 32 has two.
Moments momentsAt(float inverse, float offset) {
  Moments all = Moments(0, 0, 0);
  for (uint lane = 0; lane < valueCount; lane += 16) {
    Moments found = Moments(0, 0, 0);
    for (uint i = lane; i < lane + laneLength; ++i) {
      const float q = codeOf(plusExact(offset, x[i], inverse));
      const float wq = w[i] * q;
      found.q += wq;
      found.qq = plusExact(found.qq, q, wq);
      found.xq = plusExact(found.xq, q, wx[i]);
    }
    all = Moments(all.q + found.q, all.qq + found.qq, all.xq + found.xq);
  }
  return all;
}

// Σ w·(x·inverse + offset − q)² with the q that makes it least.
float missesAt(float inverse, float offset) {
  float all = 0;
  for (uint lane = 0; lane < valueCount; lane += 16) {
    float found = 0;
    for (uint i = lane; i < lane + laneLength; ++i) {
      const float wanted = plusExact(offset, x[i], inverse);
      const float r = wanted - codeOf(wanted);
      found += r * (w[i] * r);
    }
    all += found;
  }
  return all;
}

// What misses are multiples of.
float squaredStep(float scale) {
  const float step = max(abs(scale), kLeastStep);
  return step * step;
}

// Σ w·(x − scale·q + min)².
float errorAt(float scale, float min) {
  const float inverse = shortInverse(scale);
  return missesAt(inverse, min * inverse) * squaredStep(scale);
}

Totals totals() {
  Totals t = Totals(0, 0, 0, 0);
  for (uint lane = 0; lane < valueCount; lane += 16) {
    float sumW = 0, sumX = 0;
    for (uint i = lane; i < lane + laneLength; ++i) {
      sumW += w[i];
      sumX += wx[i];
    }
    t.w += sumW;
    t.x += sumX;
  }
  t.inverseW = divide(1.0, t.w);
  t.mean = t.x * t.inverseW;
  return t;
}

// How much of the mean of w·x², beyond the squared mean of x, the best scale and minimum for given codes save.
float gainOf(Moments m, Totals t) {
  const float q = m.q * t.inverseW, qq = m.qq * t.inverseW, xq = m.xq * t.inverseW;
  const float spread = qq - q * q;
  const bool equal = spread <= qq * 1e-5;
  const float top = equal ? 0.0 : max(xq - t.mean * q, 0.0);
  const float bottom = equal ? 1.0 : spread;
  const bool alone = top * q < t.mean * bottom;
  const float rising = max(xq, 0.0);
  const float gain = divide(alone ? rising * rising : top * top, alone ? max(qq, 1e-30) : bottom);
  return alone ? gain - t.mean * t.mean : gain;
}

// Weighted least squares of scale and minimum for given codes.
Fit solve(Moments m, Totals t) {
  const float square = t.w * m.qq;
  const float determinant = square - m.q * m.q;
  const bool equal = determinant <= square * 1e-5;
  const float top = equal ? 0.0 : t.w * m.xq - t.x * m.q;
  const float bottom = equal ? 1.0 : determinant;
  const bool alone = top * m.q < t.x * bottom;
  const float scale = max(divide(alone ? m.xq : top, alone ? max(m.qq, 1e-30) : bottom), 0.0);
  return Fit(scale, alone ? 0.0 : (scale * m.q - t.x) * t.inverseW);
}
