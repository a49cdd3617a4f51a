// The codewords that lose least at a scale, of all there are. At scale s a codeword g loses Σ w·(x − s·g)² =
// Σ w·x² + s²·Σ g·(w·g − t·w·x) with t = 2/s: that is s² times a line in t, of a slope Σ w·x·g and a height Σ w·g².
// Where the number of negative signs must be even and is not, one sign is turned, which takes 2·w·x·g off the slope:
// the value for which that is least.
//
// All invocations go through the entries in step, so what they read is the same for all. Entries are sorted by their
// last values: those with the same second half are neighbours, and what that contributes is worked out once for them.
#include "signed_block.glsl"
#include "tables.glsl"

layout(std430, set = 0, binding = 5) readonly buffer TableQuads { vec4 tableQuads[]; };  // tables[] again

#if CODEWORD == 8
#define HALF vec4
#define CODEWORDS 1
uint packedEntry(uint entry) { return tables[BOOK + entry / 2] >> 16 * (entry & 1) & 65535u; }
uint firstHalf(uint packed) { return packed & 255u; }
uint secondHalf(uint packed) { return packed >> 8; }
HALF levelsOf(uint bits) { return tableQuads[kIq2Quads / 4 + bits]; }
// Half `h` of codeword `c` of eight values.
HALF halfOf(vec4 eight[2], uint c, uint h) { return eight[h]; }
float lowest(HALF v) { return min(min(v.x, v.y), min(v.z, v.w)); }
#else
#define HALF vec2
#define CODEWORDS 2
uint packedEntry(uint entry) { return tables[BOOK + entry]; }
uint firstHalf(uint packed) { return packed & 65535u; }
uint secondHalf(uint packed) { return packed >> 16; }
HALF levelsOf(uint bits) { return vec2(bits & 255u, bits >> 8); }
HALF halfOf(vec4 eight[2], uint c, uint h) { return h == 0 ? eight[c].xy : eight[c].zw; }
float lowest(HALF v) { return min(v.x, v.y); }
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

Line lineOf(uint c, uint h, HALF g) {
  const HALF terms = halfOf(wx, c, h) * g;
  return Line(dot(terms, HALF(1)), dot(halfOf(w, c, h) * g, g), lowest(terms));
}
Line together(Line a, Line b) { return Line(a.slope + b.slope, a.height + b.height, min(a.lowest, b.lowest)); }
Line lineOfEntry(uint c, uint entry) {
  const uint packed = packedEntry(entry);
  return together(lineOf(c, 0, levelsOf(firstHalf(packed))), lineOf(c, 1, levelsOf(secondHalf(packed))));
}

// The best codewords at a few scales, the nodes. Between these the least of their lines is hardly more than that of
// all. Where two codewords share their signs, one is found as if all could be held, and turned when it comes to that.
float nodes[NODES];  // t
float slopes[CODEWORDS][NODES], heights[CODEWORDS][NODES];
#if SIGNS == EVEN_SIGNS_OF_TWO
float turnedSlopes[CODEWORDS][NODES];
#endif

float slopeOf(Line line) { return SIGNS == EVEN_SIGNS ? line.slope - turn * line.lowest : line.slope; }

void scanNodes() {
  float least[CODEWORDS][NODES];
  uint found[CODEWORDS][NODES];
  [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) [[unroll]] for (uint k = 0; k < NODES; ++k) {
    least[c][k] = kNoError;
    found[c][k] = 0;
  }
  uint entry = 0, packed = packedEntry(0);
  [[dont_unroll]] while (entry < ENTRIES) {
    const uint second = secondHalf(packed);
    const HALF secondLevels = levelsOf(second);
    Line seconds[CODEWORDS];
    [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) seconds[c] = lineOf(c, 1, secondLevels);
    [[dont_unroll]] while (entry < ENTRIES && secondHalf(packed) == second) {
      const HALF levels = levelsOf(firstHalf(packed));
      [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) {
        const Line line = together(lineOf(c, 0, levels), seconds[c]);
        const float slope = slopeOf(line);
        [[unroll]] for (uint k = 0; k < NODES; ++k) {
          const float cost = line.height - nodes[k] * slope;
          if (cost < least[c][k]) found[c][k] = entry;
          least[c][k] = min(least[c][k], cost);
        }
      }
      packed = packedEntry(++entry);
    }
  }
  [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) [[unroll]] for (uint k = 0; k < NODES; ++k) {
    const Line line = lineOfEntry(c, found[c][k]);
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
    cost[c] = min(cost[c], heights[c][k] - t * slopes[c][k]);
#if SIGNS == EVEN_SIGNS_OF_TWO
    turned[c] = min(turned[c], heights[c][k] - t * turnedSlopes[c][k]);
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

// A half's Σ g·(w·g − t·w·x), and the least t·w·x·g of its values.
struct Cost {
  float all, lowest;
};
Cost costOf(uint c, uint h, HALF g, vec4 pulls[2]) {
  const HALF pull = halfOf(pulls, c, h);
  return Cost(dot(halfOf(w, c, h) * g - pull, g), lowest(pull * g));
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
  uint entry = 0, packed = packedEntry(0);
  [[dont_unroll]] while (entry < ENTRIES) {
    const uint second = secondHalf(packed);
    const HALF secondLevels = levelsOf(second);
    Cost seconds[CODEWORDS];
    [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) seconds[c] = costOf(c, 1, secondLevels, pulls);
    [[dont_unroll]] while (entry < ENTRIES && secondHalf(packed) == second) {
      const HALF levels = levelsOf(firstHalf(packed));
      [[unroll]] for (uint c = 0; c < CODEWORDS; ++c) {
        const Cost firsts = costOf(c, 0, levels, pulls);
        const float right = firsts.all + seconds[c].all, turned = right + turn * min(firsts.lowest, seconds[c].lowest);
        [[unroll]] for (uint k = 0; k < SIDES; ++k) {
          const float cost = SIGNS == ANY_SIGNS || (SIDES == 2 && k == 0) ? right : turned;
          if (cost < least[c][k]) found[c][k] = entry;
          least[c][k] = min(least[c][k], cost);
        }
      }
      packed = packedEntry(++entry);
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
    const uint packed = packedEntry(chosen[c]);
    float least = kNoError;
    uint cheapest = 0;
    [[unroll]] for (uint h = 0; h < 2; ++h) {
      const HALF terms = halfOf(wx, c, h) * levelsOf(h == 0 ? firstHalf(packed) : secondHalf(packed));
      [[unroll]] for (uint j = 0; j < CODEWORD / 2; ++j) {
        if (terms[j] < least) cheapest = c * CODEWORD + h * (CODEWORD / 2) + j;
        least = min(least, terms[j]);
      }
    }
    all ^= 1u << cheapest;
  }
  return all;
}
