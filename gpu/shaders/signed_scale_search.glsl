// The scales of the types of two and three bits with signs apart (iq2, iq3): y = ±d·UNIT·m·g, with one f16 d per
// super-block, one odd integer m per sub-block and codewords g. Finds d, m and g of small Σ w·(x − y)². A type's file
// says, beside what signed_block.glsl asks for: UNIT, and LEVELS that its codewords are made of; and after it,
// levelOf() unless these are the iq2 types'.
//
// The way is that of core/codec/signed_scale_search-inl.h, which gives the reasons, with sums in another order:
// 1. The best codewords at NODES scales of each sub-block, around the one that puts its peak at the largest level; by
//    their lines its errors at many scales.
// 2. For a d of each invocation: the integers of least error, read off between these.
// 3. For the best FINALISTS of those: the integers by the lines themselves.
// 4. The codewords themselves, and d by least squares for these.
// 5. Types of two bits: d is stretched so that a block does not shrink.
#if CODEWORD == 8
#define LEVELS 3
#define NODES 6
#define LOW 0.3  // the nodes' range, over the scale of the peak
#define HIGH 1.5
#else
#define NODES 12
#define LOW 0.35
#define HIGH 1.6
#endif
#define FINALISTS 12
#define TRIES 5  // step 3: integers of a sub-block around what it wants
#define UNBIASED (CODEWORD == 8)
#include "codeword_scan.glsl"

const float kTop = 31;                         // the largest m
const float kFirstPeak = 17, kPeakStep = 0.5;  // step 2: the largest wanted scale over d·UNIT
const uint kFine = 32;                         // scales at which a sub-block's error is known
const float kPerNode = float(kFine - 1) / (HIGH - LOW);
const float kMostT = 73786976294838206464.0;        // 2^66, of blocks beyond f16's range: no cost is infinite
const float kLeastPeak = 9.094947017729282379e-13;  // 2^-40
const float kNoise = 3.814697265625e-06;            // 2^-18, of an error less the energy
const float kMostStretch = 2;                       // of blocks that the codewords hardly resemble

// Level k, of those in rising order.
#if LEVELS == 3
float levelOf(uint k) { return float(8 + 17 * k + (k >> 1)); }
#else
float levelOf(uint k);
#endif

shared float fine[kFine * SUBS_OF_GROUP];
shared float centers[SUBS_OF_GROUP], wants[SUBS_OF_GROUP], errors[SUBS_OF_GROUP];
shared float triedErrors[INVOCATIONS];
shared float finalists[BLOCKS_OF_GROUP * FINALISTS];
shared uint flats;

float energy;  // Σ w·x² of the super-block
float center;  // the scale that puts the sub-block's peak at the largest level, or a lower one
bool isFlat;   // most of its magnitudes are nearly as large

// The peak is the largest magnitude that counts, one of at least 1/100 of the sub-block's energy.
void findCenter() {
  energy = sumOfAll(vec2(dot(wx[0], x[0]) + dot(wx[1], x[1]), 0)).x;
  const float bound = 0.01 * sumOfSub(0);
  float peak = kLeastPeak;
  for (uint i = 0; i < 2; ++i)
    peak = max(peak, largestOf(mix(vec4(0), x[i], greaterThanEqual(wx[i] * x[i], vec4(bound)))));
  barrier();
  if (gl_LocalInvocationID.x == 0) flats = 0;
  tell(0, peak);
  tell(1, dot(x[0], x[0]) + dot(x[1], x[1]));
  barrier();
  peak = largestOfSub(0);
  isFlat = sumOfSub(1) >= 0.7 * float(256 / SUBS) * peak * peak;
  center = peak / levelOf(LEVELS - 1);
  if (isFlat) atomicOr(flats, 1);
  barrier();
}

// Where most magnitudes are nearly as large, a lower level may serve them better. The nodes put the peak at each. What
// is better by no more than rounding is not taken, so that sub-blocks alike choose alike.
void moveFlatCenter() {
  barrier();
  [[unroll]] for (uint k = 0; k < LEVELS; ++k) tell(k, costAtNode(k));
  barrier();
  float best = kNoError, t = nodes[LEVELS - 1];
  [[unroll]] for (uint i = 0; i < LEVELS; ++i) {
    const uint k = LEVELS - 1 - i;
    const float error = sumOfSub(k) / nodes[k] / nodes[k];
    if (error < best - kNoise * abs(best)) {
      t = nodes[k];
      best = error;
    }
  }
  if (isFlat) center = 2 / t;
}

// Step 1's scans; the first only if a center may have to move.
void findLines() {
  [[dont_unroll]] for (uint pass = flats != 0 ? 0 : 1; pass < 2; ++pass) {
    [[unroll]] for (uint k = 0; k < NODES; ++k) {
      const float factor = LOW + (HIGH - LOW) * float(k) / float(NODES - 1);
      const float lower = levelOf(min(k, LEVELS - 1)) / levelOf(LEVELS - 1);
      nodes[k] = 2 / center * (pass == 0 ? lower : 1 / factor);
    }
    scanNodes();
    if (pass == 0) moveFlatCenter();
  }
}

// Errors of the sub-block at scales evenly across the range, and where they are least.
void measure() {
  [[dont_unroll]] for (uint first = 0; first < kFine; first += 8) {
    barrier();
    [[dont_unroll]] for (uint i = 0; i < 8; ++i) {
      const float s = center * (LOW + float(first + i) / kPerNode);
      tell(i, leastAt(2 / s) * s * s);
    }
    barrier();
    for (uint i = inSub(); i < 8; i += PLACES_OF_SUB) fine[(first + i) * SUBS_OF_GROUP + sub()] = sumOfSub(i);
  }
  barrier();
  float best = kNoError, at = 0;
  [[dont_unroll]] for (uint k = 0; k < kFine; ++k) {
    const float error = fine[k * SUBS_OF_GROUP + sub()];
    if (error < best) at = float(k);
    best = min(best, error);
  }
  if (inSub() == 0) {
    centers[sub()] = center;
    wants[sub()] = center * (LOW + at / kPerNode);
  }
  barrier();
}

float oddNear(float wanted) { return 2 * nearestWithin(0.5 * (wanted - 1), 0.0, 0.5 * (kTop - 1)) + 1; }

// The error of a sub-block at scale s, read off between the known ones.
float between(uint sub, float s) {
  const float at = s * (kPerNode / centers[sub]) - LOW * kPerNode;
  const uint index = uint(clamp(at, 0.0, float(kFine - 2)));
  const float low = fine[index * SUBS_OF_GROUP + sub], high = fine[(index + 1) * SUBS_OF_GROUP + sub];
  return low + (at - float(index)) * (high - low);
}

float roughError(float d) {
  const float u = d * UNIT;
  float total = 0;
  [[dont_unroll]] for (uint k = inGroup() * SUBS; k < (inGroup() + 1) * SUBS; ++k) {
    const float m = wants[k] / u;
    total += min(between(k, oddNear(m) * u), min(between(k, oddNear(m - 2) * u), between(k, oddNear(m + 2) * u)));
  }
  return total;
}

// What an invocation tries. Neighbours may come to the same f16 number.
float stepOf(float largest, uint i) {
  return storable(largest / UNIT / (kFirstPeak + kPeakStep * float(i)), unit, perUnit);
}

// Steps by their errors: the best few go on.
void chooseFinalists() {
  float largest = 0;
  [[dont_unroll]] for (uint k = inGroup() * SUBS; k < (inGroup() + 1) * SUBS; ++k) largest = max(largest, wants[k]);
  const float d = stepOf(largest, place());
  const bool again = place() > 0 && d == stepOf(largest, place() - 1);
  const float own = again ? kNoError : roughError(d);
  triedErrors[gl_LocalInvocationID.x] = own;
  barrier();
  uint better = 0;
  [[dont_unroll]] for (uint k = 0; k < PLACES; ++k) {
    const float error = triedErrors[inGroup() * PLACES + k];
    if (error < own || (error == own && k < place())) ++better;
  }
  if (better < FINALISTS) finalists[inGroup() * FINALISTS + better] = d;
  barrier();
}

// The integer of the sub-block that is best with d, of those nearest to what it wants; and what it loses.
float chooseInteger(float d, out float least) {
  const float u = d * UNIT;
  barrier();
  [[dont_unroll]] for (uint i = 0; i < TRIES; ++i) {
    const float s = u * oddNear(wants[sub()] / u + 2 * alternating(i));
    tell(i, leastAt(2 / s) * s * s);
  }
  barrier();
  float best = 1;
  least = kNoError;
  [[dont_unroll]] for (uint i = 0; i < TRIES; ++i) {
    const float error = sumOfSub(i);
    if (error < least) best = oddNear(wants[sub()] / u + 2 * alternating(i));
    least = min(least, error);
  }
  return best;
}

// d and the sub-block's integer.
vec2 chooseStep() {
  vec2 best = vec2(0, 1);
  float least = kNoError;
  [[dont_unroll]] for (uint i = 0; i < FINALISTS; ++i) {
    const float d = finalists[inGroup() * FINALISTS + i];
    float error;
    const float m = chooseInteger(d, error);
    if (inSub() == 0) errors[sub()] = error;
    barrier();
    float total = 0;
    [[dont_unroll]] for (uint k = inGroup() * SUBS; k < (inGroup() + 1) * SUBS; ++k) total += errors[k];
    if (total < least) best = vec2(d, m);
    least = min(least, total);
  }
  return best;
}

// d for the same codewords with Σ w·x·y = Σ w·x², where Σ w·x·y is d·UNIT·up.
float unbiased(float d, float up) {
  return storable(energy / max(up, energy / kMostStretch / (d * UNIT)) / UNIT, unit, perUnit);
}

void search() {
  prepareScan();
  findCenter();
  findLines();
  measure();
  chooseFinalists();
  const vec2 best = chooseStep();
  const float m = best.y;
  scanAt(min(2 / (m * (best.x * UNIT)), kMostT));
  const vec2 fit = sumOfAll(vec2(m, m * m) * chosenLine());
  float d = storable(fit.x / fit.y / UNIT, unit, perUnit);
  if (UNBIASED) d = unbiased(d, fit.x);
  uint code = chosenSigns() << 24;
  [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) code |= chosen[c] << 10 * c;
  codes[gl_LocalInvocationID.x] = code;
  if (inSub() == 0) scales[sub()] = uint(m) >> 1;
  if (place() == 0) {
    steps[inGroup()] = f32ToF16(floatBitsToUint(d * unit));
    if (!(fit.x > 0)) empty[inGroup()] = true;
  }
}

void main() {
  if (workgroup() * BLOCKS_OF_GROUP >= blockCount()) return;
  load();
  search();
  store();
}
