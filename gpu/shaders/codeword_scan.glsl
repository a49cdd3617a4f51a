// The codewords that lose least at a scale, of all there are. At scale s a codeword g loses Σ w·(x − s·g)² =
// Σ w·x² + s²·Σ g·(w·g − t·w·x) with t = 2/s: that is s² times a line in t, of a slope Σ w·x·g and a height Σ w·g².
// Where the number of negative signs must be even and is not, one sign is turned, which takes 2·w·x·g off the slope:
// the value for which that is least.
//
// All invocations go through the entries in step, so what they read is the same for all. Entries that share their
// second half are neighbours: a run of them, for which what that half contributes is worked out once.
#include "signed_block.glsl"

// gpu/ops/codeword_lists.h says what is there: in tables[] a word per entry, and per run where it ends; in quads of
// tables[], halves of entries.
layout(constant_id = 1) const uint kEntriesAt = 0;
layout(constant_id = 2) const uint kRunsAt = 0;
layout(constant_id = 3) const uint kRuns = 0;
layout(std430, set = 0, binding = 5) readonly buffer TableQuads { vec4 tableQuads[]; };

uint listed(uint entry) { return tables[kEntriesAt + entry]; }
uint endOfRun(uint run) { return tables[kRunsAt + run]; }

#if CODEWORD == 8
#define HALF vec4
#define CODEWORDS 1
#else
#define HALF vec2
#define CODEWORDS 2
#endif

// A half's levels and their squares.
struct Levels {
  HALF each, square;
};
Levels levelsAt(uint at) {
#if CODEWORD == 8
  return Levels(tableQuads[at], tableQuads[at + 1]);
#else
  const vec4 quad = tableQuads[at];
  return Levels(quad.xy, quad.zw);
#endif
}
Levels levelsOf(uint listed, uint h) { return levelsAt(listed >> 16 * h & 65535u); }

#if CODEWORD == 8
// Half `h` of codeword `c` of eight values.
HALF halfOf(vec4 eight[2], uint c, uint h) { return eight[h]; }
float lowest(HALF v) { return min(min(v.x, v.y), min(v.z, v.w)); }
float plusProducts(float sum, HALF a, HALF b) {
  return fma(a.w, b.w, fma(a.z, b.z, fma(a.y, b.y, fma(a.x, b.x, sum))));
}
#else
HALF halfOf(vec4 eight[2], uint c, uint h) { return h == 0 ? eight[c].xy : eight[c].zw; }
float lowest(HALF v) { return min(v.x, v.y); }
float plusProducts(float sum, HALF a, HALF b) { return fma(a.y, b.y, fma(a.x, b.x, sum)); }
#endif

vec4 wx[2];
float turn;  // 2 where the signs can't be held all, otherwise 0

void prepareScan() {
  for (uint i = 0; i < 2; ++i) wx[i] = w[i] * x[i];
  turn = SIGNS != ANY_SIGNS && (bitCount(signs) & 1) != 0 ? 2.0 : 0.0;
}

// A line, and the least w·x·g of its values.
struct Line {
  float slope, height, lowest;
};

// With what a half contributes.
Line plusHalf(Line line, uint c, uint h, Levels levels) {
  const HALF own = halfOf(wx, c, h);
  return Line(plusProducts(line.slope, own, levels.each), plusProducts(line.height, halfOf(w, c, h), levels.square),
              min(line.lowest, lowest(own * levels.each)));
}
Line lineOfHalf(uint c, uint h, Levels levels) { return plusHalf(Line(0, 0, kNoError), c, h, levels); }
Line lineOfEntry(uint c, uint entry) {
  const uint word = listed(entry);
  return plusHalf(lineOfHalf(c, 1, levelsOf(word, 1)), c, 0, levelsOf(word, 0));
}

// The best codewords at a few scales, the nodes. Between these the least of their lines is hardly more than that of
// all. Where two codewords share their signs, one is found as if all could be held, and turned when it comes to that.
// Here costs carry their entry's number in their last bits, which is all that is left of them; so they are rough.
float nodes[NODES];  // t
float slopes[CODEWORDS][NODES], heights[CODEWORDS][NODES];
#if SIGNS == EVEN_SIGNS_OF_TWO
float turnedSlopes[CODEWORDS][NODES];
#endif

float slopeOf(Line line) { return SIGNS == EVEN_SIGNS ? line.slope - turn * line.lowest : line.slope; }

float numbered(float cost, uint entry) { return uintBitsToFloat(floatBitsToUint(cost) & ~(ENTRIES - 1u) | entry); }

void scanNodes() {
  float least[CODEWORDS][NODES];
  [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) [[unroll]] for (uint k = 0; k < NODES; ++k) least[c][k] = kNoError;
  uint entry = 0;
  [[dont_unroll]] for (uint run = 0; run < kRuns; ++run) {
    const uint end = endOfRun(run);
    const Levels secondLevels = levelsOf(listed(entry), 1);
    Line seconds[CODEWORDS];
    [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) seconds[c] = lineOfHalf(c, 1, secondLevels);
    [[dont_unroll]] for (; entry < end; ++entry) {
      const Levels levels = levelsOf(listed(entry), 0);
      [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) {
        const Line line = plusHalf(seconds[c], c, 0, levels);
        const float slope = slopeOf(line);
        [[unroll]] for (uint k = 0; k < NODES; ++k) {
          least[c][k] = min(least[c][k], numbered(fma(-nodes[k], slope, line.height), entry));
        }
      }
    }
  }
  [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) [[unroll]] for (uint k = 0; k < NODES; ++k) {
    const Line line = lineOfEntry(c, floatBitsToUint(least[c][k]) & (ENTRIES - 1u));
    slopes[c][k] = slopeOf(line);
    heights[c][k] = line.height;
#if SIGNS == EVEN_SIGNS_OF_TWO
    turnedSlopes[c][k] = line.slope - turn * line.lowest;
#endif
  }
}

// What the eight values lose, over s²: at node k with what is best there, and at t with the best of all nodes'.
float costOf(float cost[CODEWORDS], float turned[CODEWORDS]) {
#if SIGNS == EVEN_SIGNS_OF_TWO
  return min(cost[0] + turned[1], turned[0] + cost[1]);
#elif CODEWORDS == 2
  return cost[0] + cost[1];
#else
  return cost[0];
#endif
}

void seeLines(float t, uint k, inout float cost[CODEWORDS], inout float turned[CODEWORDS]) {
  [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) {
    cost[c] = min(cost[c], fma(-t, slopes[c][k], heights[c][k]));
#if SIGNS == EVEN_SIGNS_OF_TWO
    turned[c] = min(turned[c], fma(-t, turnedSlopes[c][k], heights[c][k]));
#endif
  }
}

float costAtNode(uint k) {
  float cost[CODEWORDS], turned[CODEWORDS];
  [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) cost[c] = turned[c] = kNoError;
  seeLines(nodes[k], k, cost, turned);
  return costOf(cost, turned);
}

float leastAt(float t) {
  float cost[CODEWORDS], turned[CODEWORDS];
  [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) cost[c] = turned[c] = kNoError;
  [[unroll]] for (uint k = 0; k < NODES; ++k) seeLines(t, k, cost, turned);
  return costOf(cost, turned);
}

// The best codewords at one scale, signs and all; of each by how much its turned sign counts, 2 or 0.
#define SIDES (SIGNS == EVEN_SIGNS_OF_TWO ? 2 : 1)
uint chosen[CODEWORDS];
float chosenTurn[CODEWORDS];

// Σ g·(w·g − t·w·x), and the least t·w·x·g of the values.
struct Cost {
  float all, lowest;
};
Cost plusHalf(Cost cost, uint c, uint h, Levels levels, vec4 pulls[2]) {
  const HALF pull = halfOf(pulls, c, h);
  return Cost(plusProducts(plusProducts(cost.all, halfOf(w, c, h), levels.square), -pull, levels.each),
              min(cost.lowest, lowest(pull * levels.each)));
}

void choose(float least[CODEWORDS][SIDES], uint found[CODEWORDS][SIDES]) {
#if SIGNS == EVEN_SIGNS_OF_TWO
  const bool first = least[0][1] + least[1][0] < least[0][0] + least[1][1];
  chosen[0] = first ? found[0][1] : found[0][0];
  chosen[1] = first ? found[1][0] : found[1][1];
  chosenTurn[0] = first ? turn : 0;
  chosenTurn[1] = first ? 0 : turn;
#else
  [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) {
    chosen[c] = found[c][0];
    chosenTurn[c] = turn;
  }
#endif
}

void scanAt(float t) {
  const vec4 pulls[2] = {t * wx[0], t * wx[1]};
  float least[CODEWORDS][SIDES];
  uint found[CODEWORDS][SIDES];
  [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) [[unroll]] for (uint k = 0; k < SIDES; ++k) {
    least[c][k] = kNoError;
    found[c][k] = 0;
  }
  uint entry = 0;
  [[dont_unroll]] for (uint run = 0; run < kRuns; ++run) {
    const uint end = endOfRun(run);
    const Levels secondLevels = levelsOf(listed(entry), 1);
    Cost seconds[CODEWORDS];
    [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) seconds[c] = plusHalf(Cost(0, kNoError), c, 1, secondLevels, pulls);
    [[dont_unroll]] for (; entry < end; ++entry) {
      const Levels levels = levelsOf(listed(entry), 0);
      [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) {
        const Cost right = plusHalf(seconds[c], c, 0, levels, pulls);
        const float turned = fma(turn, right.lowest, right.all);
        [[unroll]] for (uint k = 0; k < SIDES; ++k) {
          const float cost = SIGNS == ANY_SIGNS || (SIDES == 2 && k == 0) ? right.all : turned;
          if (cost < least[c][k]) found[c][k] = entry;
          least[c][k] = min(least[c][k], cost);
        }
      }
    }
  }
  choose(least, found);
}

// The slope and height of what is chosen.
vec2 chosenLine() {
  vec2 sum = vec2(0);
  [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) {
    const Line line = lineOfEntry(c, chosen[c]);
    sum += vec2(line.slope - chosenTurn[c] * line.lowest, line.height);
  }
  return sum;
}

// The signs with those turned that have to be.
uint chosenSigns() {
  uint all = signs;
  [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) {
    if (chosenTurn[c] == 0) continue;
    const uint word = listed(chosen[c]);
    float least = kNoError;
    uint cheapest = 0;
    [[unroll]] for (uint h = 0; h < 2; ++h) {
      const HALF terms = halfOf(wx, c, h) * levelsOf(word, h).each;
      [[unroll]] for (uint j = 0; j < CODEWORD / 2; ++j) {
        if (terms[j] < least) cheapest = c * CODEWORD + h * (CODEWORD / 2) + j;
        least = min(least, terms[j]);
      }
    }
    all ^= 1u << cheapest;
  }
  return all;
}
