// The best ternary codeword (iq1) for eight values at a scale, among those that have the values' signs: the least of up
// to 256 sums of eight numbers, as core/codec/ternary_scan-inl.h tells. Sums are rounded as there, and are whole
// numbers, so that their order is the CPU's.
#include "super_block.glsl"
#include "tables.glsl"

const float kShift = 0.125;
const vec2 kShifts = vec2(kShift, -kShift);  // up, down
const float kMostSaved = 32000.0;
const float kNoSum = 32767.0;

// Of the eight values: the signs of the levels next to them, shifted up and down, bit j set where level j is negative;
// Σ w·|x|, Σ w·x and Σ w.
uvec2 signs;
float magnitude, sum, weight;

// What the line of a codeword gains where level i, of either shift, is not 0: w·x·level and w·(1 + 2δ·level).
vec2 slopes[8], heights[8];

vec2 levelsOf(uint i) { return 1.0 - 2.0 * vec2(signs >> i & 1u); }

// By how much the loss of a codeword changes with the support l + 16·r, or with value 7 l + 16·r + 128, in multiples of
// `grain`: low[l] + highSum(r), plus high.w.
float low[16];
vec4 high;
float grain;

float highSum(uint r) { return float(r & 1u) * high.x + float(r >> 1 & 1u) * high.y + float(r >> 2) * high.z; }

void setSums(uint shift, float s) {
  const float t = divide(2.0, s);
  const float most = max(t * magnitude, 8.673617379884035e-19);  // 2^-60
  const float factor = divide(kMostSaved, most), drop = t * factor;
  float k[8];
  for (uint j = 0; j < valueCount; ++j) {
    const float change = heights[j][shift] * factor - slopes[j][shift] * drop;
    k[j] = (min(change, kNoSum) + kRounder) - kRounder;
  }
  low[0] = 0;
  for (uint j = 0; j < 4; ++j)
    for (uint i = 0; i < 1u << j; ++i) low[(1u << j) + i] = low[i] + k[j];
  high = vec4(k[4], k[5], k[6], k[7]);
  grain = most * 3.125e-5;  // 1/kMostSaved
}

// What a codeword loses whichever its support: δ²·Σ w − 2/s·δ·Σ w·x.
float besidesSupport(uint shift, float s) {
  const float even = kShift * kShift * weight, odd = divide(2 * kShift, s) * sum;
  return shift == 0 ? even - odd : even + odd;
}

// Where the codebook's rows for these signs are: bit l of the low half of row r is set if the support l + 16·r is
// there, of the high half if l + 16·r + 128 is.
uint rowsOf(uint shift, uint turn) { return kTernarySupports + 8 * (turn == 0 ? signs[shift] : signs[shift] ^ 255u); }

bvec2 hasBit(uvec2 rows, uint l) { return notEqual(rows & 1u << l, uvec2(0)); }
bvec4 hasBit(uvec4 rows, uint l) { return notEqual(rows & 1u << l, uvec4(0)); }

// The least loss in either turn.
vec2 leastLosses(uint shift, float s) {
  setSums(shift, s);
  const uint rows = rowsOf(shift, 0), turnedRows = rowsOf(shift, 1);
  vec4 least = vec4(kNoSum);  // without and with value 7, and the same in turn 1
  for (uint r = 0; r < valueCount; ++r) {
    const uint row = tables[rows + r], turned = tables[turnedRows + r];
    const uvec4 all = uvec4(row, row >> 16, turned, turned >> 16);
    vec4 inRow = vec4(kNoSum);
    for (uint l = 0; l < laneLength; ++l) inRow = min(inRow, mix(vec4(kNoSum), vec4(low[l]), hasBit(all, l)));
    least = min(least, inRow + highSum(r));
  }
  return min(least.xz, least.yw + high.w) * grain + besidesSupport(shift, s);
}

// The first of the row's supports of the least sum.
uint lowestInRow(uint row) {
  float lowest = kNoSum;
  uint place = 0;
  for (uint l = 0; l < laneLength; ++l) {
    if ((row & 1u << l) == 0 || low[l] >= lowest) continue;
    lowest = low[l];
    place = l;
  }
  return place;
}

// The least loss in a turn, and its support.
float leastSupport(uint shift, uint turn, float s, out uint support) {
  setSums(shift, s);
  const uint rows = rowsOf(shift, turn);
  vec2 least = vec2(kNoSum);  // without and with value 7
  uvec2 places = uvec2(0);
  for (uint r = 0; r < valueCount; ++r) {
    const uint row = tables[rows + r];
    const uvec2 both = uvec2(row, row >> 16);
    vec2 inRow = vec2(kNoSum);
    for (uint l = 0; l < laneLength; ++l) inRow = min(inRow, mix(vec2(kNoSum), vec2(low[l]), hasBit(both, l)));
    const vec2 sums = inRow + highSum(r);
    places = mix(places, uvec2(r), lessThan(sums, least));
    least = min(least, sums);
  }
  const float without = least.x, with = least.y + high.w;
  const uint with7 = with < without ? 1 : 0, r = places[with7];
  support = lowestInRow(tables[rows + r] >> 16 * with7) + 16 * r + 128 * with7;
  return min(without, with) * grain + besidesSupport(shift, s);
}

// Eight bits, each moved to twice its place.
uint apart(uint bits) {
  bits = (bits | bits << 4) & 0x0f0fu;
  bits = (bits | bits << 2) & 0x3333u;
  return (bits | bits << 1) & 0x5555u;
}

// Which entry of the codebook that is; they are in the order of their level numbers. REQUIRES: it is one.
uint entryOf(uint support, uint negative) {
  const uint wanted = 0x5555u + apart(support & ~negative) - apart(support & negative);
  uint entry = 0;
  for (uint bit = 1024; bit > 0; bit /= 2) {
    const uint tried = entry + bit;
    if ((tables[kIq1 + tried / 2] >> 16 * (tried & 1u) & 65535u) <= wanted) entry = tried;
  }
  return entry;
}
