// How hard the scale searches of the K types look: numbers per type, effort and objective, and the starts they use.
// Thread-safety: constants and pure functions.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "core/base/effort.h"

namespace halftone::codecs {

// SymmetricSearch's, whose steps these are.
struct SymmetricDepth {
  std::span<const float> peakCodes;  // 1: the codes that a lane's largest magnitude is put at; an even number
  std::size_t steps;                 // 2: how many d, 16 or 32
  int finalists;                     // 3: how many of them
  std::size_t tries;                 // how many integers around the wanted ones, an even number or 1
  int refits;                        // of d for the same integers
  int sweeps;                        // how often the integers are chosen, each time around those of the time before
};

// How far inside the range of the values that of the codes begins and ends, as parts of it; negative: outside.
struct Edges {
  float begin, end;
};

// AffineSearch's.
struct AffineDepth {
  std::span<const Edges> starts;  // 1: places of the codes' range
  int polishes;                   // how often the best fit's codes are fitted again
  int shortlist;                  // 2: how many d are tried with every dmin
  int finalists;                  // 3: how many pairs, at most 16
  bool bothSides;                 // whether the less promising side is searched too
  int tries;                      // how many of kNearestPairs
  int refits;                     // of d and dmin for the same integers
  int sweeps;                     // how often the integers are chosen, each time around those of the time before
};

// The i-th integer from the nearest one on, towards what is wanted first: 0, 1, −1, 2, −2, …
constexpr float outwards(std::size_t i) {
  return static_cast<float>(i % 2 == 1 ? (i + 1) / 2 : 0) - static_cast<float>(i % 2 == 0 ? i / 2 : 0);
}

// A scale's integer and that of its minimum.
struct IntegerPair {
  std::size_t scale;   // 0 for the nearest one, and so outwards
  float min;           // from the nearest one on, towards what is wanted
  std::size_t scales;  // how many different ones this and earlier pairs have
};

inline constexpr std::size_t kMostScales = 17;

// Pairs by the error that they promise. What is wanted lies a quarter beyond the nearest on average; a step of a
// minimum costs more than twice what one of a scale costs.
constexpr std::array<IntegerPair, 128> nearestPairs() {
  constexpr std::size_t kMins = 11;
  std::array<bool, kMostScales * kMins> taken{};
  std::array<IntegerPair, 128> pairs{};
  std::size_t scales = 0;
  for (IntegerPair& pair : pairs) {
    float least = 1e9f;
    std::size_t found = 0;
    for (std::size_t i = 0; i < taken.size(); ++i) {
      const float scale = outwards(i / kMins) - 0.25f, min = outwards(i % kMins) - 0.25f;
      const float cost = 0.4f * scale * scale + min * min;
      if (taken[i] || cost >= least) continue;
      least = cost;
      found = i;
    }
    taken[found] = true;
    scales = found / kMins + 1 > scales ? found / kMins + 1 : scales;
    pair = {found / kMins, outwards(found % kMins), scales};
  }
  return pairs;
}
inline constexpr std::array<IntegerPair, 128> kNearestPairs = nearestPairs();

// By effort, without and with importance.
template <class Depth>
struct Depths {
  std::array<Depth, kEfforts.size()> plain, weighted;

  constexpr const Depth& of(Effort effort, bool isWeighted) const {
    return (isWeighted ? weighted : plain)[static_cast<std::size_t>(effort)];
  }
};

// kCount points spread evenly over [from, to]², by the additive recurrence with the plastic number ("R2", Roberts
// 2018).
template <std::size_t kCount>
constexpr std::array<Edges, kCount> spreadEdges(double from, double to) {
  std::array<Edges, kCount> edges{};
  double u = 0.5, v = 0.5;
  for (Edges& e : edges) {
    u += 0.7548776662466927;
    v += 0.5698402909980532;
    u = u >= 1.0 ? u - 1.0 : u;
    v = v >= 1.0 ? v - 1.0 : v;
    e = {static_cast<float>(from + (to - from) * u), static_cast<float>(from + (to - from) * v)};
  }
  return edges;
}

// The first of them, which are spread evenly too.
template <std::size_t kCount>
constexpr std::span<const Edges> few(const std::array<Edges, kCount>& edges, std::size_t count) {
  return std::span<const Edges>(edges).first(count);
}

// Where a lane's largest magnitude may be put: kCount codes from `low` (negative) and kCount from `high`, alternating,
// outwards by equal factors to nearly `most` times as far.
template <std::size_t kCount>
constexpr std::array<float, 2 * kCount> peakCodes(double low, double high, double most) {
  double ratio = 1.0 + (most - 1.0) / kCount;  // Newton's iteration for the root: std::pow is not constexpr
  for (int round = 0; round < 60; ++round) {
    double power = 1.0;
    for (std::size_t k = 1; k < kCount; ++k) power *= ratio;
    ratio -= (ratio - most / power) / kCount;
  }
  std::array<float, 2 * kCount> codes{};
  double factor = 1.0;
  for (std::size_t i = 0; i < kCount; ++i, factor *= ratio) {
    codes[2 * i] = static_cast<float>(low * factor);
    codes[2 * i + 1] = static_cast<float>(high * factor);
  }
  return codes;
}

// kCount places spread evenly from `low` to `high`, every other one negative: for codes so many that those of either
// sign serve alike.
template <std::size_t kCount>
constexpr std::array<float, kCount> evenPeakCodes(double low, double high) {
  std::array<float, kCount> codes{};
  for (std::size_t i = 0; i < kCount; ++i) {
    const double code = low + (high - low) * (static_cast<double>(i) + 0.5) / static_cast<double>(kCount);
    codes[i] = static_cast<float>(i % 2 == 0 ? -code : code);
  }
  return codes;
}

}  // namespace halftone::codecs
