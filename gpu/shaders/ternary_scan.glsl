// The best ternary codeword (iq1) for eight values at a scale, among those that have the values' signs: the least of up
// to 256 sums of eight numbers, as core/codec/ternary_scan-inl.h tells. Sums are rounded as there, and are whole
// numbers, so that their order is the CPU's.
#include "super_block.glsl"
#include "tables.glsl"

const float kShift = 0.125;
const vec2 kShifts = vec2(kShift, -kShift);  // up, down
const float kMostSaved = 32000.0;
const int kNoSum = 32767;

// Of the eight values: the signs of the levels next to them, shifted up and down, bit j set where level j is negative;
// Σ w·|x|, Σ w·x and Σ w.
uvec2 signs;
float magnitude, sum, weight;

// What the line of a codeword gains where level i, of either shift, is not 0: w·x·level and w·(1 + 2δ·level).
vec2 slopes[8], heights[8];

vec2 levelsOf(uint i) { return 1.0 - 2.0 * vec2(signs >> i & 1u); }

// Two scans, each of a shift and a scale, go together. By how much the loss of a codeword changes in either with the
// support l + 16·r, or with value 7 l + 16·r + 128, in multiples of `grain`: low[l] − kAbove + highSum(r), plus value7.
// What is not in the codebook is all ones instead of low[l], which no sum is.
const int kAbove = 65536;
uvec2 low[16];
ivec2 value4, value5, value6, value7;
vec2 grain;
vec2 t;  // 2/s

ivec2 highSum(uint r) {
  return ((r & 1u) != 0 ? value4 : ivec2(0)) + ((r & 2u) != 0 ? value5 : ivec2(0)) +
         ((r & 4u) != 0 ? value6 : ivec2(0));
}

void setSums(uvec2 shift, vec2 s) {
  t = vec2(divide(2.0, s.x), divide(2.0, s.y));
  const vec2 most = max(t * magnitude, 8.673617379884035e-19);  // 2^-60
  const vec2 factor = vec2(divide(kMostSaved, most.x), divide(kMostSaved, most.y)), drop = t * factor;
  ivec2 k[8];
  for (uint j = 0; j < valueCount; ++j) {
    const vec2 height = vec2(heights[j][shift.x], heights[j][shift.y]);
    const vec2 slope = vec2(slopes[j][shift.x], slopes[j][shift.y]);
    k[j] = ivec2((min(height * factor - slope * drop, float(kNoSum)) + kRounder) - kRounder);
  }
  low[0] = uvec2(kAbove);
  for (uint j = 0; j < 4; ++j)
    for (uint i = 0; i < 1u << j; ++i) low[(1u << j) + i] = low[i] + uvec2(k[j]);
  value4 = k[4];
  value5 = k[5];
  value6 = k[6];
  value7 = k[7];
  grain = most * 3.125e-5;  // 1/kMostSaved
}

// What a codeword loses whichever its support: δ²·Σ w − t·δ·Σ w·x.
float besidesSupport(uint shift, uint scan) {
  const float even = kShift * kShift * weight, odd = kShift * t[scan] * sum;
  return shift == 0 ? even - odd : even + odd;
}

// Where the codebook's rows for these signs are: bit l of the low half of row r is set if the support l + 16·r is
// there, of the high half if l + 16·r + 128 is.
uint rowsOf(uint shift, uint turn) { return kTernarySupports + 8 * (turn == 0 ? signs[shift] : signs[shift] ^ 255u); }

// Of two rows, without and with value 7, all ones where support l is not there.
uvec4 absent(uvec2 rows, uint l) {
  return uvec4(bitfieldExtract(ivec4(~uvec4(rows.x, rows.x >> 16, rows.y, rows.y >> 16)), int(l), 1));
}

// The least loss at two scales, of each in either turn.
vec4 leastLosses(uint shift, vec2 s) {
  setSums(uvec2(shift), s);
  const uint rows = rowsOf(shift, 0), turnedRows = rowsOf(shift, 1);
  ivec4 least0 = ivec4(kNoSum), least1 = ivec4(kNoSum);  // without and with value 7, and the same in turn 1
  for (uint r = 0; r < valueCount; ++r) {
    const uvec2 row = uvec2(tables[rows + r], tables[turnedRows + r]);
    uvec4 inRow0 = uvec4(kAbove + kNoSum), inRow1 = inRow0;
    for (uint l = 0; l < laneLength; ++l) {
      const uvec4 none = absent(row, l);
      inRow0 = min(inRow0, low[l].x | none);
      inRow1 = min(inRow1, low[l].y | none);
    }
    const ivec2 highs = highSum(r) - kAbove;
    least0 = min(least0, ivec4(inRow0) + highs.x);
    least1 = min(least1, ivec4(inRow1) + highs.y);
  }
  return vec4(vec2(min(least0.xz, least0.yw + value7.x)) * grain.x + besidesSupport(shift, 0),
              vec2(min(least1.xz, least1.yw + value7.y)) * grain.y + besidesSupport(shift, 1));
}

// The first of the row's supports of the least sum, of either scan.
uint lowestInRow(uint row, uint scan) {
  uint lowest = kAbove + kNoSum, place = 0;
  for (uint l = 0; l < laneLength; ++l) {
    if ((row & 1u << l) == 0 || low[l][scan] >= lowest) continue;
    lowest = low[l][scan];
    place = l;
  }
  return place;
}

// The least loss in a turn with either shift, and its support.
vec2 leastSupports(uint turn, float s, out uvec2 supports) {
  setSums(uvec2(0, 1), vec2(s));
  const uvec2 rows = uvec2(rowsOf(0, turn), rowsOf(1, turn));
  ivec4 least = ivec4(kNoSum);  // without and with value 7, and the same shifted down
  uvec4 places = uvec4(0);
  for (uint r = 0; r < valueCount; ++r) {
    const uvec2 row = uvec2(tables[rows.x + r], tables[rows.y + r]);
    uvec4 inRow = uvec4(kAbove + kNoSum);
    for (uint l = 0; l < laneLength; ++l) inRow = min(inRow, low[l].xxyy | absent(row, l));
    const ivec4 sums = ivec4(inRow) + (highSum(r) - kAbove).xxyy;
    places = mix(places, uvec4(r), lessThan(sums, least));
    least = min(least, sums);
  }
  vec2 losses;
  for (uint shift = 0; shift < 2; ++shift) {
    const int without = least[2 * shift], with = least[2 * shift + 1] + value7[shift];
    const uint has7 = with < without ? 1 : 0, r = places[2 * shift + has7];
    supports[shift] = lowestInRow(tables[rows[shift] + r] >> 16 * has7, shift) + 16 * r + 128 * has7;
    losses[shift] = float(min(without, with)) * grain[shift] + besidesSupport(shift, shift);
  }
  return losses;
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
