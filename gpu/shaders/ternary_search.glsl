// The scales and codewords of iq1: y = ±d·m·(g ± 1/8), with one f16 d per super-block, one odd integer m per sub-block
// and codewords g of −1, 0, 1. Finds all of them at small Σ w·(x − y)², as core/codec/ternary_search-inl.h does at
// effort normal, where the steps are told. From what a type's file says before it includes this one: OCTETS, the
// codewords of a sub-block: 4 that share a shift (iq1_s), or 2 with a shift each (iq1_m).
//
// An invocation has one codeword, of eight values. What depends on a sub-block alone each of its invocations works out;
// its parabolas are in shared memory, for the choice of d needs those of all sub-blocks.
#define SUB_BLOCK 8
#define BLOCKS_OF_GROUP 4
#include "ternary_scan.glsl"

layout(constant_id = 1) const float kTargetFirst = 0;  // of the codes m that the largest wanted scale is put at
layout(constant_id = 2) const float kTargetStep = 0;
layout(constant_id = 3) const uint kTargets = 0;

const uint kSubBlocks = SUBS / OCTETS;
const uint kScales = 16;                          // that step 1 tries
const float kScaleFirst = 0.5, kScaleStep = 0.1;  // of them, over the mean magnitude
const uint kApart = 3;                            // of step 2's two scales
const uint kNear = 8;                             // parabolas that step 3 looks at
const float kTop = 15.0;
const float kMostStretch = 2.0;  // of blocks that the codewords hardly resemble

// s²·height − 2·s·slope is what a sub-block loses at the scale s, less Σ w·x². As (slope, height), of all scales; then
// as (2·slope, height), of the kNear that step 3 looks at.
shared vec2 parabolas[BLOCKS_OF_GROUP * kSubBlocks * kScales];

float mean;      // magnitude of the sub-block, weighted by w·|x|
float energy;    // Σ w·x² of two codewords
uint scanned;    // the first of step 2's scales
vec2 excess[2];  // at the two, by turn: see excessFor()

uint subBlockAt(uint subBlock) { return (inGroup() * kSubBlocks + subBlock) * kScales; }
uint ownSubBlock() { return sub() / OCTETS; }
uint octet() { return sub() % OCTETS; }
uint firstOctet() { return sub() - octet(); }

float scaleAt(uint n) { return mean * (kScaleFirst + float(n) * kScaleStep); }
float loss(vec2 parabola, float s) { return s * (s * parabola.y - (parabola.x + parabola.x)); }

// The sum of what a sub-block's invocations told.
vec4 toldTogether() {
  const vec4 pair = toldBy(firstOctet()), next = toldBy(firstOctet() + 1);
#if OCTETS == 4
  return (pair + toldBy(firstOctet() + 2)) + (next + toldBy(firstOctet() + 3));
#else
  return pair + next;
#endif
}

float energyFrom(float found) {
  for (uint i = 0; i < valueCount; ++i) found += w[i] * x[i] * x[i];
  return found;
}

void measure() {
  magnitude = 0;
  sum = 0;
  weight = 0;
  for (uint i = 0; i < valueCount; ++i) {
    const float product = w[i] * x[i];
    magnitude += abs(product);
    sum += product;
    weight += w[i];
  }
  // Two codewords are a lane of the CPU's, and summed as one.
  tell(vec4(energyFrom(0)));
  tell(vec4(energyFrom(toldBy(sub() & ~1u).x), magnitude, 0, 0));
  energy = toldBy(sub() | 1u).x;
  float together = toldBy(firstOctet() + 1).x;
  float magnitudes = toldBy(firstOctet()).y + toldBy(firstOctet() + 1).y;
#if OCTETS == 4
  together += toldBy(firstOctet() + 3).x;
  magnitudes += toldBy(firstOctet() + 2).y + toldBy(firstOctet() + 3).y;
#endif
  // At least 2^-40; the divisor at least 2^-80.
  mean = max(divide(together, max(magnitudes, 8.271806125530277e-25)), 9.094947017729282e-13);
  signs = uvec2(0);
  const vec2 away = kShifts * mean;
  for (uint i = 0; i < valueCount; ++i) {
    signs |= floatBitsToUint(x[i] - away) >> 31 << i;
    const vec2 levels = levelsOf(i), odd = kShifts * levels;
    slopes[i] = w[i] * (x[i] * levels);
    heights[i] = w[i] + w[i] * (odd + odd);
  }
}

// The parabola of the better shift at the scale s, of (slopes, heights) of both.
vec2 better(vec4 sums, float s) {
  const vec2 up = sums.xz, down = sums.yw;
  return loss(down, s) < loss(up, s) ? down : up;
}

// Step 1.
void sumAtScales() {
  vec2 largest[8];  // the scales below which ±1 serves better than 0
  for (uint i = 0; i < valueCount; ++i) {
    const vec2 levels = levelsOf(i), along = x[i] * levels, middle = 0.5 + kShifts * levels;
    largest[i] = vec2(divide(along.x, middle.x), divide(along.y, middle.y));
  }
  for (uint n = 0; n < kScales; ++n) {
    const float s = scaleAt(n);
    vec2 slope = kShifts * sum, height = vec2(kShift * kShift * weight);
    for (uint i = 0; i < valueCount; ++i) {
      const bvec2 counts = greaterThan(largest[i], vec2(s));
      slope = mix(slope, slope + slopes[i], counts);
      height = mix(height, height + heights[i], counts);
    }
    tell(vec4(slope, height));
#if OCTETS == 4
    const vec2 found = better(toldTogether(), s);
#else
    const vec2 found = better(toldBy(firstOctet()), s) + better(toldBy(firstOctet() + 1), s);
#endif
    if (octet() == 0) parabolas[subBlockAt(ownSubBlock()) + n] = found;
  }
  meet();
}

// Between the two scales linear, beyond as at the end.
float excessAt(uint turn, uint n) {
  const float share = (float(n) - float(scanned)) * (1.0 / 3.0);
  return excess[0][turn] + (excess[1][turn] - excess[0][turn]) * min(max(share, 0.0), 1.0);
}

vec2 parabolaAt(uint turn, uint n) {
  const vec2 parabola = parabolas[subBlockAt(ownSubBlock()) + n];
  return vec2(parabola.x - excessAt(turn, n), parabola.y);
}

// The scale of step 1 that loses least.
uint bestScale(uint turn, out float least) {
  uint best = 0;
  least = kNoError;
  for (uint n = 0; n < kScales; ++n) {
    const float own = loss(parabolaAt(turn, n), scaleAt(n));
    if (own < least) best = n;
    least = min(least, own);
  }
  return best;
}

// By how much the slope at scale n must be less than in step 1 to lose this, by turn.
vec2 excessFor(uint n, vec2 least) {
  const vec2 alone = parabolas[subBlockAt(ownSubBlock()) + n];
  return alone.x + 0.5 * scaleAt(n) * (least - alone.y);
}

// Step 2.
void scan() {
  scanned = 0;
  excess[0] = excess[1] = vec2(0);
  float unused;
  scanned = min(max(bestScale(0, unused), 1u) - 1u, kScales - 1 - kApart);
  vec4 losses[2];  // by scale and turn
  for (uint shift = 0; shift < 2; ++shift)
    losses[shift] = leastLosses(shift, vec2(scaleAt(scanned), scaleAt(scanned + kApart)));
  for (uint k = 0; k < 2; ++k) {
    tell(k == 0 ? vec4(losses[0].xy, losses[1].xy) : vec4(losses[0].zw, losses[1].zw));
#if OCTETS == 4
    const vec4 all = toldTogether();
    const vec2 least = min(all.xy, all.zw);
#else
    const vec4 even = toldBy(firstOctet()), odd = toldBy(firstOctet() + 1);
    const vec2 least = min(even.xy, even.zw) + min(odd.xy, odd.zw);
#endif
    excess[k] = excessFor(scanned + k * kApart, least);
  }
}

float oddInteger(float wanted) { return 2 * nearestWithin((wanted - 1) * 0.5, 0, (kTop - 1) / 2) + 1; }

// The sum over all lanes of the CPU, of what the invocations of each know.
vec4 sumOfLanes(vec4 own) { return sumOfAll((sub() & 1u) == 0 ? own : vec4(0)); }

// The k-th of the scales near one, of which every other is.
uint nearScale(uint n, uint k) { return uint(clamp(int(n + 2 * k) - int(kNear - 1), 0, int(kScales - 1))); }

// Step 3: the turn. Returns the wanted scale, and leaves the parabolas near it in shared memory.
float chooseTurn(out uint turn) {
  float loss0, loss1;
  const uint best0 = bestScale(0, loss0), best1 = bestScale(1, loss1);
  const vec4 sums = sumOfLanes(vec4(loss0, loss1, energy, 0));
  turn = sums.y < sums.x ? 1 : 0;
  energy = sums.z;
  const uint best = turn == 0 ? best0 : best1;
  vec2 near[kNear / OCTETS];
  for (uint j = 0; j < kNear / OCTETS; ++j) near[j] = parabolaAt(turn, nearScale(best, octet() + j * OCTETS));
  const vec2 own = parabolaAt(turn, best);
  meet();
  for (uint j = 0; j < kNear / OCTETS; ++j)
    parabolas[subBlockAt(ownSubBlock()) + octet() + j * OCTETS] = near[j] * vec2(2, 1);
  const float s = scaleAt(best), reach = 0.5 * kScaleStep * mean;
  return min(max(divide(own.x, max(own.y, 8.673617379884035e-19)), s - reach), s + reach);
}

// What a sub-block loses at the scales s, read off its parabolas.
vec2 lossNear(uint subBlock, vec2 s) {
  vec2 least = vec2(kNoError);
  for (uint k = 0; k < valueCount; ++k) {
    const vec2 parabola = parabolas[subBlockAt(subBlock) + k];
    least = min(least, s * parabola.y - parabola.x);
  }
  return s * least;
}

float lossAt(float d) {
  const float inverse = inverseOrZero(d);
  float total = 0;
  for (uint b = 0; b < kSubBlocks; ++b) {
    const float start = toldBy(b * OCTETS).x * inverse, nearest = oddInteger(start);
    const float next = oddInteger(nearest + 2 * signOf(start - nearest));
    const vec2 losses = lossNear(b, d * vec2(nearest, next));
    total += min(losses.x, losses.y);
  }
  return total;
}

float chooseStep(float wanted) {
  tell(vec4(wanted));
  float largest = toldBy(0).x;
  for (uint k = 1; k < subCount; ++k) largest = max(largest, toldBy(k).x);
  vec4 best = vec4(kNoError, 0, 0, 0);
  for (uint i = sub(); i < kTargets; i += SUBS) {
    const float d = storable(divide(largest, kTargetFirst + float(i) * kTargetStep), unit, perUnit);
    const float error = lossAt(d);
    if (error < best.x) best = vec4(error, d, 0, i);
  }
  return bestOfAll(best).y;
}

float chooseInteger(float wanted, float d) {
  const float start = wanted * inverseOrZero(d);
  float best = 0, least = kNoError;
  for (uint i = 0; i < 3; ++i) {
    const float m = oddInteger(start + (i == 0 ? 0.0 : (i == 1 ? -2.0 : 2.0)));
    const float own = lossNear(ownSubBlock(), vec2(m * d)).x;
    if (own < least) best = m;
    least = min(least, own);
  }
  return best;
}

// Step 4. Returns the better shift.
uint chooseCodeword(float s, uint turn, out uint support) {
  uvec2 supports;
  vec2 losses = leastSupports(turn, s, supports);
#if OCTETS == 4
  tell(vec4(losses, 0, 0));
  losses = toldTogether().xy;
#endif
  const uint shift = losses.y < losses.x ? 1 : 0;
  support = supports[shift];
  return shift;
}

// Step 5. Returns d, over the block's unit, for these codewords; 0 if they do not fit at all.
float fittedStep(float integer, uint shift, uint support) {
  float slope = kShifts[shift] * sum, height = kShift * kShift * weight;
  for (uint i = 0; i < valueCount; ++i) {
    const bool counts = (support >> i & 1u) != 0;
    slope += counts ? slopes[i][shift] : 0.0;
    height += counts ? heights[i][shift] : 0.0;
  }
  tell(vec4(slope, height, 0, 0));
  const vec4 both = toldBy(sub() & ~1u) + toldBy(sub() | 1u);
  const vec4 sums = sumOfLanes(vec4(integer * both.x, integer * integer * both.y, 0, 0));
  const float up = sums.x, down = sums.y;
  if (!(up > 0 && down > 0)) return 0;
  return storable(min(divide(energy, up), divide(kMostStretch * up, down)), unit, perUnit);
}

// Leaves in `codes`, of a codeword: its entry in the low 11 bits, above it whether delta is negative, and the
// sub-block's integer in the next three.
void search() {
  measure();
  sumAtScales();
  scan();
  uint turn, support;
  const float wanted = chooseTurn(turn);
  const float d = chooseStep(wanted), integer = chooseInteger(wanted, d);
  const uint shift = chooseCodeword(integer * d, turn, support);
  const float fitted = fittedStep(integer, shift, support);
  const uint negative = turn == 0 ? signs[shift] : signs[shift] ^ 255u;
  codes[invocation()] = entryOf(support, negative) | (shift ^ turn) << 11 | uint((integer - 1) / 2) << 12;
  if (sub() == 0) {
    steps[inGroup()] = f32ToF16(floatBitsToUint(turn == 0 ? fitted * unit : -(fitted * unit)));
    if (fitted == 0) empty[inGroup()] = true;
  }
}

uint codewordOf(uint block, uint c) { return codes[block * SUBS + c]; }

// The low eight bits of the entries of codewords c … c + 3.
uint lowBytes(uint block, uint c) {
  uint word = 0;
  for (uint k = 0; k < 4; ++k) word |= (codewordOf(block, c + k) & 255u) << 8 * k;
  return word;
}
