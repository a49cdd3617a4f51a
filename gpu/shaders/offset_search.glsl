// The best scale d and offset m for a block of 32 whose decoder gives d·q + m with q in 0 … HIGH:
// core/codec/offset_search-inl.h says how they are found. Four candidates are tried at a time.
#include "floats.glsl"
#include "independent_blocks.glsl"
#include "lanes.glsl"

// An OffsetDepth in tables[] at depthAt: five lists, as their places from there and their lengths, then numbers. Of each
// candidate of a list it has a first number, and behind all of those a second.
const uint kPlainCuts = 0;  // a share cut off the low end, and how much narrower the range becomes
const uint kWeightedCuts = 1;
const uint kHiddenCuts = 2;  // of the values that count
const uint kMoves = 3;       // in d: how far the low end is moved; and how much wider the range becomes
const uint kStay = 4;        // the one that moves nothing
uint listAt(uint list) { return depthAt + tables[depthAt + 2 * list]; }
uint listLength(uint list) { return tables[depthAt + 2 * list + 1]; }
uint refits() { return tables[depthAt + 10]; }
uint rounds() { return tables[depthAt + 11]; }
uint neighbours() { return tables[depthAt + 12]; }

vec4 tableFour(uint at, uvec4 k) {
  return uintBitsToFloat(uvec4(tables[at + k.x], tables[at + k.y], tables[at + k.z], tables[at + k.w]));
}

float mean, perWeight;  // of the block's values; 1/Σw
float centered(uint i) { return x(i) - mean; }

struct Line {
  float scale, offset;
  float score;  // of a candidate: the energy that it explains; of a polished one: the error that it leaves
};

void center() {
  float sum = 0, weights = 0;
  [[dont_unroll]] for (uint i = 0; i < BLOCK_LENGTH; ++i) {
    sum += weigh(x(i), i);
    weights += weigh(1.0, i);
  }
  mean = divide(sum, weights);
  perWeight = divide(1.0, weights);
}

// The range, about the mean, of the values whose weight is at least `threshold`.
void findRange(float threshold, out float low, out float high) {
  low = 1e30;
  high = -1e30;
  [[dont_unroll]] for (uint i = 0; i < BLOCK_LENGTH; ++i) {
    const bool counts = weigh(1.0, i) >= threshold;
    low = counts ? min(low, centered(i)) : low;
    high = counts ? max(high, centered(i)) : high;
  }
}

// The regressions on the codes that inverses and offsets give: the one that explains more than `best` replaces it.
// Where one value has all the weight, or nothing rises, there is none.
void fit(vec4 inverse, vec4 offset, inout Line best) {
  vec4 q1 = vec4(0), qq = vec4(0), xq = vec4(0);
  [[dont_unroll]] for (uint i = 0; i < BLOCK_LENGTH; ++i) {
    const float value = centered(i);
    const vec4 q = nearestWithin((value - offset) * inverse, 0.0, float(HIGH));
    const vec4 wq = weigh(q, i);
    q1 += wq;
    qq += wq * q;
    xq += wq * value;
  }
  const vec4 means = q1 * perWeight;
  const vec4 spread = qq - q1 * means;
  [[dont_unroll]] for (uint j = 0; j < 4; ++j) {
    const bool sound = spread[j] > qq[j] * 1e-5 && xq[j] > 0;
    const float scale = divide(xq[j], sound ? spread[j] : 1.0);
    const float score = sound ? scale * xq[j] : 0.0;
    if (score > best.score) best = Line(scale, -(scale * means[j]), score);
  }
}

// A pass over candidates: cuts of a range, or, where it has none, moves of a line.
struct Pass {
  uint list;
  uint count;
  bool cuts;
  float low, range, perRange;
  Line line;
};

// Cuts of the range of all values; then, where ends that hardly count hide the values that do, of the range of those,
// which must be at most `widest`.
Pass cutsOf(uint list, float threshold, float widest) {
  float low, high;
  findRange(threshold, low, high);
  const float range = high - low;
  const bool sought = range > 0 && range <= widest;
  return Pass(list, sought ? listLength(list) : 0, true, low, range, sought ? divide(HIGH, range) : 0.0, Line(0, 0, 0));
}

void tryAll(Pass pass, inout Line best) {
  const uint at = listAt(pass.list);
  [[dont_unroll]] for (uint k = 0; k < pass.count; k += 4) {
    const uvec4 places = min(uvec4(k) + uvec4(0, 1, 2, 3), uvec4(pass.count - 1));
    const vec4 first = tableFour(at, places), second = tableFour(at + listLength(pass.list), places);
    vec4 inverse, offset;
    if (pass.cuts) {
      inverse = pass.perRange * second;
      offset = pass.low + pass.range * first;
    } else {
      inverse = inverseOrZero(pass.line.scale * second);
      offset = pass.line.offset + pass.line.scale * first;
    }
    fit(inverse, offset, best);
  }
}

// The best line within a range, then of those around it, then for its own codes, which is what kStay tries.
Line bestLine() {
  center();
  Line best = Line(0, 0, 0);
  float widest = 1e30;
  [[dont_unroll]] for (uint i = 0; i < 3 + refits(); ++i) {
    Pass pass;
    if (i < 2) {
      pass = cutsOf(i == 1 ? kHiddenCuts : (even ? kPlainCuts : kWeightedCuts), i == 0 ? 0.0 : 0.015625, widest);
      widest = pass.range * 0.5;
      if (i == 1 && even) pass.count = 0;
    } else {
      const uint list = i == 2 ? kMoves : kStay;
      pass = Pass(list, listLength(list), false, 0, 0, 0, best);
    }
    tryAll(pass, best);
  }
  best.offset += mean;
  return best;
}

// As the decoder sees it.
Line asStored(Line line) {
  return Line(storable(line.scale, unit, perUnit), nearestHalf(line.offset * unit) * perUnit, line.score);
}

struct LineSums {
  float q, qq, y, yq;
};

// Σ w·(x − d·q − m)² for the codes that d and m give, and their sums with y = x − m.
float measure(Line line, out LineSums sums) {
  const float inverse = inverseOrZero(line.scale);
  float total = 0;
  sums = LineSums(0, 0, 0, 0);
  [[dont_unroll]] for (uint i = 0; i < BLOCK_LENGTH; ++i) {
    const float y = x(i) - line.offset;
    const float q = nearestWithin(y * inverse, 0.0, float(HIGH));
    const float wq = weigh(q, i);
    const float r = y - line.scale * q;
    total += r * weigh(r, i);
    sums.q += wq;
    sums.qq += wq * q;
    sums.y += weigh(y, i);
    sums.yq += wq * y;
  }
  return total;
}

// d is fitted to the codes and the rounded m, then m to the rounded d, as long as the error falls.
void polish(Line line, inout Line best) {
  [[dont_unroll]] for (uint round = 0; round < rounds(); ++round) {
    line = asStored(line);
    LineSums sums;
    const float error = measure(line, sums);
    if (!(error < best.score)) return;
    best = Line(line.scale, line.offset, error);
    if (!(sums.qq > 0)) return;
    line.scale = divide(sums.yq, sums.qq);
    const float seen = storable(line.scale, unit, perUnit);
    line.offset += (sums.y - seen * sums.q) * perWeight;
  }
}

Line polishedAround(Line wanted) {
  Line best = Line(0, 0, 3e38);
  float centre = 0;
  [[dont_unroll]] for (uint i = 0; i <= 2 * neighbours(); ++i) {
    polish(i == 0 ? wanted : Line(best.scale, centre * (1.0 + 9.765625e-4 * alternating(i)), 0), best);
    if (i == 0) centre = best.offset;
  }
  return best;
}

uint halfOf(float v) { return f32ToF16(floatBitsToUint(v)); }

// d, m and codes as numbers.
float codeScale, codeInverse, codeOffset;
uint constantCode;
uint codeOf(float v) {
  if (codeScale == 0) return constantCode;
  return uint(int(nearestWithin((v - codeOffset) * codeInverse, 0.0, float(HIGH))));
}

// A block of one value: m is that value rounded to f16, and what rounding lost comes back as d with every code 1, or,
// where f16 is too small for it, with every code the highest. Leaves d and m in halves of a word.
uint fitConstant(float value) {
  const uint offset = halfOf(value);
  // Beyond f16's range a quotient this large stays beyond it.
  const float rest = clamp(value - f16ToF32(offset), -2097152.0 * HIGH, 2097152.0 * HIGH);
  const uint code = abs(rest) > 65504.0 ? HIGH : 1;
  const uint scale = halfOf(divide(rest, float(code)));
  codeScale = 0;
  constantCode = (scale & 0x7fffu) == 0 ? 0 : code;
  return scale | offset << 16;
}

uint fitLine() {
  const Line line = polishedAround(bestLine());
  codeScale = 1;
  codeInverse = inverseOrZero(line.scale);
  codeOffset = line.offset;
  return halfOf(line.scale * unit) | halfOf(line.offset * unit) << 16;
}

// What no value of a block reaches is lost to f16's smallest scale.
const uint kSmallest = (127 - 26) << 23;

// From d and m.
void pack(uint scaleAndOffset);

void encodeLane() {
  const uint firstBits = gotWord(0);
  bool constant = true;
  [[dont_unroll]] for (uint i = 1; i < BLOCK_LENGTH; ++i) constant = constant && gotWord(i) == firstBits;
  if (normalizeValues() < kSmallest) {
    [[dont_unroll]] for (uint i = 0; i < BLOCK_BYTES / 4; ++i) putWord(i, 0);
    return;
  }
  normalizeWeights();
  uint scaleAndOffset;
  if (constant)
    scaleAndOffset = fitConstant(uintBitsToFloat(firstBits));
  else
    scaleAndOffset = fitLine();
  pack(scaleAndOffset);
}

uint blockByte(uint block, uint at) { return byteOf(block, at); }
