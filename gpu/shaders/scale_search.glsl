// The best single scale d for a block whose decoder gives d·q with q out of fixed levels: core/codec/scale_search-inl.h
// says how it is found. Four candidates are tried at a time. A type's file says which levels, by an include before this
// one, and, by FINE, whether they are as fine as f16's steps.
#include "independent_blocks.glsl"
#include "lanes.glsl"

// A ScaleDepth in tables[] at depthAt. Ladders have candidates of both signs; behind their codes stand the codes'
// inverses.
struct Ladder {
  uint at;
  uint count;
};
Ladder plainLadder() { return Ladder(depthAt + tables[depthAt], tables[depthAt + 1]); }
Ladder weightedLadder() { return Ladder(depthAt + tables[depthAt + 2], tables[depthAt + 3]); }
float hiddenShare() { return uintBitsToFloat(tables[depthAt + 4]); }
uint reach() { return tables[depthAt + 5]; }
float reachStep() { return uintBitsToFloat(tables[depthAt + 6]); }
uint rounds() { return tables[depthAt + 7]; }
uint neighbours() { return tables[depthAt + 8]; }

// Four numbers from a place on; the last of them again where there are no more, which changes nothing.
uvec4 fourPlaces(uint k, uint count) { return min(uvec4(k) + uvec4(0, 1, 2, 3), uvec4(count - 1)); }
vec4 tableFour(uint at, uvec4 k) {
  return uintBitsToFloat(uvec4(tables[at + k.x], tables[at + k.y], tables[at + k.z], tables[at + k.w]));
}

float nearestLevel(float v) { return nearestLevel(vec4(v)).x; }

float energy() {
  float total = 0;
  [[dont_unroll]] for (uint i = 0; i < LANE_LENGTH; ++i) total += x(i) * weigh(x(i), i);
  return total;
}

// The magnitude that weighs most, by w·x².
float heaviest() {
  float most = 0, found = 0;
  [[dont_unroll]] for (uint i = 0; i < LANE_LENGTH; ++i) {
    const float weight = x(i) * weigh(x(i), i);
    found = weight > most ? x(i) : found;
    most = max(most, weight);
  }
  return abs(found);
}

// Σ w·x·q and Σ w·q² for q = the level nearest to x·inverse.
struct CodeSums {
  vec4 xq, qq;
};
CodeSums sumsAt(vec4 inverse) {
  CodeSums found = CodeSums(vec4(0), vec4(0));
  [[dont_unroll]] for (uint i = 0; i < LANE_LENGTH; ++i) {
    const float value = x(i);
    const vec4 q = nearestLevel(value * inverse);
    const vec4 wq = weigh(q, i);
    found.xq += value * wq;
    found.qq += q * wq;
  }
  return found;
}

// Σ w·(x − scale·q)² for q = the level nearest to x/scale.
vec4 errorsAt(vec4 scale) {
  const vec4 inverse = inverseOrZero(scale);
  vec4 total = vec4(0);
  [[dont_unroll]] for (uint i = 0; i < LANE_LENGTH; ++i) {
    const float value = x(i);
    const vec4 r = value - scale * nearestLevel(value * inverse);
    total += r * weigh(r, i);
  }
  return total;
}

// Of the same for one scale: also the sums for the same codes.
float measure(float scale, out float xq, out float qq) {
  const float inverse = inverseOrZero(scale);
  float total = 0;
  xq = 0;
  qq = 0;
  [[dont_unroll]] for (uint i = 0; i < LANE_LENGTH; ++i) {
    const float value = x(i);
    const float q = nearestLevel(value * inverse);
    const float wq = weigh(q, i);
    const float r = value - scale * q;
    total += r * weigh(r, i);
    xq += value * wq;
    qq += q * wq;
  }
  return total;
}

#if FINE
// The best of the ladder's scales, by what they leave.
float climb(Ladder ladder, float reference, float energy) {
  const float perReference = inverseOrZero(reference);
  float best = 0, bestError = 3e38;
  [[dont_unroll]] for (uint k = 0; k < ladder.count; k += 4) {
    const uvec4 places = fourPlaces(k, ladder.count);
    const vec4 inverse = perReference * tableFour(ladder.at, places);
    const vec4 step = reference * tableFour(ladder.at + ladder.count, places);
    vec4 rr = vec4(0), rx = vec4(0);
    [[dont_unroll]] for (uint i = 0; i < LANE_LENGTH; ++i) {
      const float value = x(i);
      const vec4 v = value * inverse;
      const vec4 r = v - nearestLevel(v);
      const vec4 wr = weigh(r, i);
      rr += r * wr;
      rx += value * wr;
    }
    const vec4 rq = inverse * rx - rr;
    const vec4 qq = max(energy * (inverse * inverse), vec4(1e-30));
    const vec4 shift = divide(rq, qq);
    const vec4 error = (rr - shift * rq) * (step * step);
    const vec4 scale = step + step * shift;
    [[dont_unroll]] for (uint j = 0; j < 4; ++j) {
      best = error[j] < bestError ? scale[j] : best;
      bestError = min(bestError, error[j]);
    }
  }
  return best;
}
#else
// The best of the ladder's scales, given the magnitude that is put at its codes, and of those around it, by what they
// save.
float climb(Ladder ladder, float reference, float energy) {
  const float perReference = inverseOrZero(reference);
  const uint ladderEnd = (ladder.count + 3) & ~3u;
  const uint around = reach() == 0 ? 0 : 2 * reach() + 1;
  float xq = 0, qq = 1, centre = 0;
  [[dont_unroll]] for (uint k = 0; k < ladderEnd + around; k += 4) {
    vec4 inverse;
    if (k < ladderEnd) {
      inverse = perReference * tableFour(ladder.at, fourPlaces(k, ladder.count));
    } else {
      if (k == ladderEnd) centre = qq * inverseOrZero(xq);
      const vec4 steps = vec4(ivec4(fourPlaces(k - ladderEnd, around)) - int(reach()));
      inverse = centre * (1.0 + reachStep() * steps);
    }
    const CodeSums found = sumsAt(inverse);
    [[dont_unroll]] for (uint j = 0; j < 4; ++j) {
      const bool better = found.xq[j] * found.xq[j] * qq > xq * xq * found.qq[j];
      xq = better ? found.xq[j] : xq;
      qq = better ? found.qq[j] : qq;
    }
  }
  return divide(xq, qq);
}
#endif

// Whether one scale saves more of the error than another.
bool savesMore(float scale, float than) {
  const vec4 scales = vec4(scale, than, than, than);
  const CodeSums found = sumsAt(inverseOrZero(scales));
  const vec4 saved = scales * ((found.xq + found.xq) - scales * found.qq);
  return saved.x > saved.y;
}

// A peak that hardly counts hides the values that do: a block with one is put on the scale of those if that saves more.
float bestCandidate(float energy) {
  const float heavy = even ? largest : heaviest();
  const uint climbs = even || !(heavy < largest * hiddenShare()) ? 1 : 2;
  float wanted = 0;
  [[dont_unroll]] for (uint k = 0; k < climbs; ++k) {
    Ladder ladder = plainLadder();
    if (k == 0 && !even) ladder = weightedLadder();
    const float found = climb(ladder, k == 0 ? largest : heavy, energy);
    wanted = k == 0 || savesMore(found, wanted) ? found : wanted;
  }
  return wanted;
}

// The best of a few rounds of codes for the scale and the scale for the codes, as long as the error falls.
float polished(float scale, float energy, out float error) {
  float best = 0;
  error = energy;
  [[dont_unroll]] for (uint round = 0; round < rounds(); ++round) {
    scale = storable(scale, unit, perUnit);
    float xq, qq;
    const float found = measure(scale, xq, qq);
    if (!(found < error || (round == 0 && found == error))) break;
    best = scale;
    error = found;
    if (qq > 0) scale = divide(xq, qq);
  }
  return best;
}

// f16's numbers next to the scale: where levels are as fine as f16's steps, its rounding decides.
float bestNeighbour(float centre, float error) {
  float best = centre;
  [[dont_unroll]] for (uint i = 1; i <= 2 * neighbours(); i += 4) {
    vec4 scale;
    [[dont_unroll]] for (uint j = 0; j < 4; ++j)
      scale[j] = storable(centre * (1.0 + 4.8828125e-4 * alternating(min(i + j, 2 * neighbours()))), unit, perUnit);
    const vec4 found = errorsAt(scale);
    [[dont_unroll]] for (uint j = 0; j < 4; ++j) {
      best = found[j] < error ? scale[j] : best;
      error = min(error, found[j]);
    }
  }
  return best;
}

// The scale, divided by the unit, as f16 holds it. Beyond f16's range the sign with the farther code reaches farther.
float searchScale() {
  const float all = energy();
  const float wanted = bestCandidate(all);
  const uint signs = abs(wanted * unit) > 65504.0 ? 2 : 1;
  float best = 0;
  [[dont_unroll]] for (uint k = 0; k < signs; ++k) {
    float error;
    float found = polished(k == 0 ? wanted : -wanted, all, error);
    if (k == 0) found = bestNeighbour(found, error);
    best = k == 0 || savesMore(found, best) ? found : best;
  }
  return best;
}

// What no value of a block reaches is lost to f16's smallest scale.
const uint kSmallest = (127 - 26) << 23;

// From a block's scale as f16, and what its values are multiplied by to give codes.
void pack(uint bits, float inverse);

void encodeLane() {
  if (normalizeValues() < kSmallest) {
    [[dont_unroll]] for (uint i = 0; i < (BLOCK_BYTES + 3) / 4; ++i) putWord(i, 0);
    return;
  }
  normalizeWeights();
  const float scale = searchScale();
  pack(f32ToF16(floatBitsToUint(scale * unit)), inverseOrZero(scale));
}

uint blockByte(uint block, uint at) { return byteOf(block, at); }
