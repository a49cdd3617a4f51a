// The scales and minima of q2_K, q4_K and q5_K: y = d·s·q − dmin·m, with two f16 per super-block, two integers s and m
// per sub-block and codes q >= 0. Finds d, dmin, s, m and q of small Σ w·(x − y)², as core/codec/affine_search-inl.h
// does at effort normal, where the steps are told; every number of a type and its depth comes from there, as a
// specialization constant or in kTables.
//
// Of the two sides, `here` is the values, `there` the negated values: for that, x and wx are negated in place.
#include "affine_fits.glsl"

const uint kMinSteps = 16;
const uint kMostShortlist = 4;

// The pair of steps that a side promises most of.
struct Side {
  AffineFit fit;
  float d, dmin;
  float promise;  // by the second derivatives
};

// What is found for a pair of steps.
struct Found {
  float d, dmin;
  float scale, min;  // integers of the sub-block
  float error;       // of the super-block
};

shared uint shortlists[BLOCKS_OF_GROUP * kMostShortlist];
shared float weights[BLOCKS_OF_GROUP * SUBS];
shared bool anyBothSides;

void negate() {
  for (uint i = 0; i < valueCount; ++i) {
    x[i] = -x[i];
    wx[i] = -wx[i];
  }
}

float stepOver(float peak, float first, float step, uint i) {
  return storable(divide(peak, first + float(i) * step), unit, perUnit);
}

// d of candidate i, and Σ over sub-blocks of curvature·(scale − d·s)², s the nearest integer. REQUIRES: scale and
// curvature are told.
vec2 stepAt(float largest, uint i) {
  const float d = stepOver(largest, kPeakFirst, kPeakStep, i), inverse = inverseOrZero(d);
  float total = 0;
  for (uint k = 0; k < subCount; ++k) {
    const vec4 fit = toldBy(k);
    const float r = d * integerOf(fit.x * inverse) - fit.x;
    total += fit.y * (r * r);
  }
  return vec2(d, total);
}

// Every invocation has kSteps/SUBS of the candidates, at most four.
struct Steps {
  vec4 d, error;
};

Steps stepsOf(float largest) {
  Steps steps = Steps(vec4(0), vec4(kNoError));
  for (uint j = 0; j < kSteps / SUBS; ++j) {
    const vec2 step = stepAt(largest, j * SUBS + sub());
    steps.d[j] = step.x;
    steps.error[j] = step.y;
  }
  return steps;
}

// The places of the candidates of least error, as the CPU orders them: each is told how many have less; of equal ones
// the last comes first, and for the others the first candidate. REQUIRES: errors are told.
void rank(Steps steps) {
  if (sub() < kMostShortlist) shortlists[inGroup() * kMostShortlist + sub()] = 0;
  meet();
  for (uint j = 0; j < kSteps / SUBS; ++j) {
    uint less = 0;
    for (uint k = 0; k < subCount; ++k) {
      const vec4 errors = toldBy(k);
      for (uint other = 0; other < kSteps / SUBS; ++other)
        if (errors[other] < steps.error[j]) ++less;
    }
    if (less < kMostShortlist) atomicMax(shortlists[inGroup() * kMostShortlist + less], j * SUBS + sub());
  }
  meet();
}

// The best pair of steps: each d of the shortlist with every dmin, weight·(min − dmin·m)² is added, of the minima that
// go best with the stored scales.
void choosePair(inout Side side) {
  const AffineFit fit = side.fit;
  tell(vec4(fit.scale, fit.curvature, fit.min, fit.weight));
  float largest = 0, largestMin = 0;
  for (uint k = 0; k < subCount; ++k) {
    largest = max(largest, toldBy(k).x);
    largestMin = max(largestMin, toldBy(k).z);
  }
  const Steps steps = stepsOf(largest);
  tell(steps.error);
  rank(steps);
  const uint count = uneven ? kWeightedShortlist : kPlainShortlist;
  vec4 bestD, bestError, wantedMins;
  for (uint j = 0; j < kMostShortlist; ++j) {
    const uint place = shortlists[inGroup() * kMostShortlist + j];
    const float d = stepOver(largest, kPeakFirst, kPeakStep, place);
    const float r = d * integerOf(fit.scale * inverseOrZero(d)) - fit.scale;
    bestD[j] = d;
    bestError[j] = toldBy(place % SUBS)[place / SUBS];
    wantedMins[j] = fit.min + r * fit.slope;
  }
  tell(wantedMins);
  weights[invocation()] = fit.weight;
  meet();
  vec4 best = vec4(kNoError, 0, 0, 0);
  for (uint i = sub(); i < kMinSteps; i += SUBS) {
    const float dmin = stepOver(largestMin, kMinPeakFirst, kMinPeakStep, i), inverse = inverseOrZero(dmin);
    for (uint j = 0; j < count; ++j) {
      float total = bestError[j];
      for (uint k = 0; k < subCount; ++k) {
        const float wanted = toldBy(k)[j];
        const float r = dmin * integerOf(wanted * inverse) - wanted;
        total += weights[inGroup() * SUBS + k] * (r * r);
      }
      if (total < best.x) best = vec4(total, bestD[j], dmin, i);
    }
  }
  best = bestOfAll(best);
  side.promise = best.x;
  side.d = best.y;
  side.dmin = best.z;
}

// The integers near the wanted ones of smallest true error, those that promise most first; a scale's minimum is sought
// around the best for it.
Found chooseIntegers(Side side, out float bestError) {
  const AffineFit fit = side.fit;
  const float perD = inverseOrZero(side.d), perDmin = inverseOrZero(side.dmin);
  const float exact = fit.scale * perD, start = integerOf(exact), towards = signOf(exact - start);
  Found found = Found(side.d, side.dmin, 0, 0, 0);
  bestError = kNoError;
  for (uint i = 0; i < (uneven ? kWeightedTries : kPlainTries); ++i) {
    const float outwards = uintBitsToFloat(tables[kPairsAt + 2 * i]);
    const float minOutwards = uintBitsToFloat(tables[kPairsAt + 2 * i + 1]);
    const float integer = integerOf(start + towards * outwards);
    const float scale = integer * side.d;
    const float exactMin = (fit.min + (scale - fit.scale) * fit.slope) * perDmin, nearest = integerOf(exactMin);
    const float min = integerOf(nearest + signOf(exactMin - nearest) * minOutwards);
    const float inverse = shortInverse(scale);
    const float error = missesAt(inverse, min * side.dmin * inverse) * squaredStep(scale);
    if (error < bestError) {
      found.scale = integer;
      found.min = min;
      bestError = error;
    }
  }
  return found;
}

// d and dmin of least squares for these integers and the codes that they and the present d and dmin give. The normal
// equations are a·d − b·dmin = u, b·d − c·dmin = v.
vec2 refitted(Found f, AffineFit fit) {
  const float inverse = shortInverse(f.scale * f.d);
  const Moments m = momentsAt(inverse, f.min * f.dmin * inverse);
  const vec4 sums = sumOfAll(vec4(f.scale * f.scale * m.qq, f.scale * f.min * m.q, f.min * f.min * fit.weight,
                                  f.scale * m.xq));
  const float a = sums.x, b = sums.y, c = sums.z, u = sums.w, v = sumOfAll(vec4(f.min * fit.sum)).x;
  const float determinant = a * c - b * b;
  float d = f.d, dmin = f.dmin;
  if (determinant > 1e-5 * a * c && determinant > 0) {
    d = divide(u * c - b * v, determinant);
    dmin = max(divide(u * b - a * v, determinant), 0.0);
  } else if (a > 0) {
    d = divide(u + b * f.dmin, a);
  }
  return vec2(storable(d, unit, perUnit), storable(dmin, unit, perUnit));
}

// The integers of a side, and its steps fitted to them as often as that makes the error fall.
Found improved(Side side) {
  float error;
  Found found = chooseIntegers(side, error);
  found.error = sumOfAll(vec4(error)).x;
  const uint own = uneven ? kWeightedRefits : kPlainRefits;
  bool more = true;
  for (uint round = 0; round < (weighted != 0 ? max(kWeightedRefits, kPlainRefits) : kPlainRefits); ++round) {
    const vec2 next = refitted(found, side.fit);
    const float nextError = sumOfAll(vec4(errorAt(found.scale * next.x, found.min * next.y))).x;
    more = more && round < own && !(next.x == found.d && next.y == found.dmin) && nextError < found.error;
    if (more) {
      found.d = next.x;
      found.dmin = next.y;
      found.error = nextError;
    }
  }
  return found;
}

// What the steps are stretched by so that Σ w·x·y = Σ w·x², at most twice.
float unbiasing(Found found, float sum) {
  const float step = found.scale * found.d, min = found.min * found.dmin;
  const float inverse = shortInverse(step);
  const float xq = momentsAt(inverse, min * inverse).xq;
  float energy = 0;
  for (uint i = 0; i < valueCount; ++i) energy += x[i] * (w[i] * x[i]);
  const vec4 sums = sumOfAll(vec4(step * xq - min * sum, energy, 0, 0));
  return sums.y > 0 ? divide(sums.y, max(sums.x, sums.y * 0.5)) : 1.0;
}

// `sign`: −1 for the negated values.
void write(Found found, AffineFit fit, float sign) {
  const float inverse = inverseOrZero(found.scale * found.d);
  putCodes(ownQuad(), sign * (inverse * perUnit), found.min * found.dmin * inverse, 0, kCodeHigh);
  integers[invocation()] = uint(found.scale) | uint(found.min) << 8;
  float d = found.d, dmin = found.dmin;
  if (kUnbiased) {
    const float stretch = unbiasing(found, fit.sum);
    d = storable(d * stretch, unit, perUnit);
    dmin = storable(dmin * stretch, unit, perUnit);
  }
  d *= sign * unit;
  dmin *= sign * unit;
  if (sub() == 0) steps[inGroup()] = f32ToF16(floatBitsToUint(d)) | f32ToF16(floatBitsToUint(dmin)) << 16;
}

void search() {
  Side here, there;
  bool oneSided = false;
  for (uint k = 0; k < 2; ++k) {
    here = there;
    bvec2 sides;
    if (k == 1 && !oneSided) {
      there.fit = mirrored(here.fit);
    } else {
      // Fits keep 0 in the codes' range; where all values have one sign, the other side's need not.
      if (k == 1) negate();
      there.fit = fitSub(sides);
    }
    if (k == 0) {
      const vec4 others = largestOfAll(vec4(sides.x ? 0 : 1, sides.y ? 0 : 1, 0, 0));
      oneSided = others.x == 0 || others.y == 0;
    }
    choosePair(there);
  }
  // x is that of `there` where that was fitted.
  const bool both = oneSided || (uneven ? kWeightedBothSides : kPlainBothSides);
  const bool thereIsBetter = !(here.promise <= there.promise);
  bool negated = oneSided;
  bool wantsThere = both || thereIsBetter;
  if (invocation() == 0) anyBothSides = false;
  barrier();
  if (both) anyBothSides = true;
  barrier();
  // First `there`, if it is to be tried, else `here`; then `here` if both are.
  Side side = there;
  if (!wantsThere) side = here;
  Found found;
  bool foundThere = wantsThere;
  for (uint k = 0; k < (anyBothSides ? 2 : 1); ++k) {
    const bool onThere = k == 0 ? wantsThere : false;
    if (k == 1) side = here;
    if (negated != onThere) {
      negate();
      negated = onThere;
    }
    const Found tried = improved(side);
    if (k == 0) {
      found = tried;
    } else if (both && !(found.error < tried.error)) {
      found = tried;
      foundThere = false;
    }
  }
  if (negated != foundThere) negate();
  AffineFit fit = here.fit;
  if (foundThere) fit = there.fit;
  write(found, fit, foundThere ? -1.0 : 1.0);
}
