#version 460
// Encoding iq4_xs; its layout is in decode_iq4_xs.comp. Finds d, eight integers and codes of small Σ w·(x − y)², as
// core/codec/iq4_xs_search-inl.h does at effort normal, where the steps are told; its numbers come from there, as
// specialization constants or in kTables.
#extension GL_GOOGLE_include_directive : require
#define BLOCK_BYTES 136
#define SUB_BLOCK 32
#define ALL_BITS
#define LOAD_LEVELS
#include "uneven_levels.glsl"
#include "super_block.glsl"

layout(constant_id = 1) const float kPeakScaleFirst = 0;
layout(constant_id = 2) const float kPeakScaleStep = 0;
layout(constant_id = 3) const uint kSteps = 0;
layout(constant_id = 4) const uint kReach = 0;
layout(constant_id = 5) const uint kRounds = 0;
// The codes that a sub-block's largest magnitude is put at: where in kTables, and how many.
layout(constant_id = 6) const uint kPlainAt = 0;
layout(constant_id = 7) const uint kPlainCodes = 0;
layout(constant_id = 8) const uint kWeightedAt = 0;
layout(constant_id = 9) const uint kWeightedCodes = 0;

// A magnitude that weighs most is tried as the largest too if it is below this share of it.
const float kHidden = 0.3;

float integerOf(float wanted) { return nearestWithin(wanted, -32, 31); }

// Σ w·x·q and Σ w·q², of four candidates.
struct Fits {
  vec4 xq, qq;
};

// With q = the level nearest to x·inverse.
Fits sumsAt(vec4 inverse) {
  Fits found = Fits(vec4(0), vec4(0));
  for (uint i = 0; i < valueCount; ++i) {
    const vec4 q = nearestLevel(x[i] * inverse);
    const vec4 wq = w[i] * q;
    found.xq += x[i] * wq;
    found.qq += q * wq;
  }
  return found;
}

// Σ w·(x − a·q)² with q = the level nearest to x/a.
vec2 errorsAt(vec2 a) {
  const vec2 inverse = vec2(inverseOrZero(a.x), inverseOrZero(a.y));
  vec2 total = vec2(0);
  for (uint i = 0; i < valueCount; ++i) {
    const vec2 r = x[i] - a * nearestLevel((x[i] * inverse).xyxy).xy;
    total += r * (w[i] * r);
  }
  return total;
}
float errorAt(float a) { return errorsAt(vec2(a)).x; }

// The largest magnitude, and the one that weighs most.
vec2 reference() {
  float largest = 0, most = 0, heaviest = 0;
  for (uint i = 0; i < valueCount; ++i) {
    const float magnitude = abs(x[i]);
    const float weight = magnitude * (w[i] * magnitude);
    if (weight > most) heaviest = magnitude;
    most = max(weight, most);
    largest = max(largest, magnitude);
  }
  return vec2(largest, heaviest);
}

// Of a scale of either sign: the best so far.
struct Sides {
  vec2 xq, qq;  // of the positive one, of the negative one
};

// Puts `peak`, and its negative, at codes of a ladder, two at a time; the last of them again where there are no more.
void climb(uint at, uint count, float peak, inout Sides best) {
  const float perPeak = inverseOrZero(peak);
  for (uint k = 0; k < count; k += 2) {
    const float code = uintBitsToFloat(tables[at + k]), next = uintBitsToFloat(tables[at + min(k + 1, count - 1)]);
    const Fits found = sumsAt(perPeak * vec4(code, -code, next, -next));
    for (uint j = 0; j < 2; ++j) {
      const vec2 xq = j == 0 ? found.xq.xy : found.xq.zw, qq = j == 0 ? found.qq.xy : found.qq.zw;
      const bvec2 better = greaterThan(xq * xq * best.qq, best.xq * best.xq * qq);
      best.xq = mix(best.xq, xq, better);
      best.qq = mix(best.qq, qq, better);
    }
  }
}

// The scale that is best for the sub-block alone, xq/qq.
vec2 fitSub() {
  const vec2 found = reference();
  Sides best = Sides(vec2(0), vec2(1));
  for (uint k = 0; k < (uneven && found.y < kHidden * found.x ? 2 : 1); ++k) {
    const bool wide = uneven && k == 0;
    const float peak = k == 0 ? found.x : found.y;
    if (peak > 0) climb(wide ? kWeightedAt : kPlainAt, wide ? kWeightedCodes : kPlainCodes, peak, best);
  }
  const bool negative = best.xq.y * best.xq.y * best.qq.x > best.xq.x * best.xq.x * best.qq.y;
  return negative ? vec2(best.xq.y, best.qq.y) : vec2(best.xq.x, best.qq.x);
}

// Σ over sub-blocks of curvature·(a − d·s)², s the nearest integer.
float secondOrderError(float d) {
  const float inverse = inverseOrZero(d);
  float total = 0;
  for (uint k = 0; k < subCount; ++k) {
    const vec4 fit = toldBy(k);
    const float r = fit.x - d * integerOf(fit.x * inverse);
    total += fit.y * (r * r);
  }
  return total;
}

// The step for which integer multiples come nearest to the wanted scales.
float bestStep(float wanted, float curvature) {
  tell(vec4(wanted, curvature, 0, 0));
  float largest = 0;
  for (uint k = 0; k < subCount; ++k)
    if (abs(toldBy(k).x) > abs(largest)) largest = toldBy(k).x;
  vec4 best = vec4(kNoError, 0, 0, 0);
  for (uint i = sub(); i < kSteps; i += SUBS) {
    const float d = storable(divide(largest, kPeakScaleFirst + float(i) * kPeakScaleStep), unit, perUnit);
    const float error = secondOrderError(d);
    if (error < best.x) best = vec4(error, d, 0, i);
  }
  return bestOfAll(best).y;
}

// The integer near wanted/d of smallest true error: outwards from the nearest on either side of it, first on the one
// where wanted/d does not lie.
float chooseScale(float wanted, float d, out float bestError) {
  const float bounded = min(max(wanted * inverseOrZero(d), -32.0), 31.0);
  const float start = integerOf(bounded), side = bounded < start ? -1.0 : 1.0;
  vec2 best = vec2(0), least = vec2(kNoError);
  for (uint i = 0; i <= kReach; ++i) {
    const vec2 tried = min(max(start + side * vec2(-float(i), i + 1), vec2(-32)), vec2(31));
    const vec2 errors = errorsAt(tried * d);
    best = mix(best, tried, lessThan(errors, least));
    least = min(least, errors);
  }
  bestError = min(least.x, least.y);
  return least.y < least.x ? best.y : best.x;
}

vec2 sumInOrder(vec2 own) {
  tell(vec4(own, 0, 0));
  vec2 sum = vec2(0);
  for (uint k = 0; k < subCount; ++k) sum += toldBy(k).xy;
  return sum;
}

// The d of least squares for these integers and the codes that they and the present d give, as long as the error falls.
void refit(float scale, inout float d, float error) {
  float present = sumInOrder(vec2(error, 0)).x;
  bool more = true;
  for (uint round = 0; round < kRounds; ++round) {
    const Fits fit = sumsAt(vec4(inverseOrZero(scale * d)));
    const vec2 both = sumInOrder(vec2(scale * fit.xq.x, scale * scale * fit.qq.x));
    const float next = both.y > 0 ? storable(divide(both.x, both.y), unit, perUnit) : d;
    const float nextError = sumInOrder(vec2(errorAt(scale * next), 0)).x;
    more = more && next != d && nextError < present;
    if (more) {
      d = next;
      present = nextError;
    }
  }
}

void putLevels(float inverse) {
  const float factor = perUnit * inverse;
  for (uint i = 0; i < valueCount / 4; ++i) {
    const vec4 scaled = valueQuads[ownQuad() + i] * factor;
    codes[invocation() * 8 + i] =
        codeOf(scaled.x) | codeOf(scaled.y) << 8 | codeOf(scaled.z) << 16 | codeOf(scaled.w) << 24;
  }
}

void search() {
  const vec2 fit = fitSub();
  const float wanted = divide(fit.x, fit.y);
  float d = bestStep(wanted, fit.y);
  float error;
  const float scale = chooseScale(wanted, d, error);
  refit(scale, d, error);
  putLevels(inverseOrZero(scale * d));
  integers[invocation()] = uint(int(scale) + 32);
  if (sub() == 0) steps[inGroup()] = f32ToF16(floatBitsToUint(d * unit));
}

uint packedWord(uint block, uint i) {
  if (i > 1) {
    const uint first = 64 * block + (i - 2) / 4 * 8 + (i - 2) % 4;
    return codes[first] | codes[first + 4] << 4;
  }
  uint word = i == 0 ? steps[block] : 0;
  for (uint s = 0; s < SUBS; ++s) {
    const uint integer = integers[block * SUBS + s];
    word |= i == 0 ? (integer >> 4) << (16 + 2 * s) : (integer & 15u) << 4 * s;
  }
  return word;
}
