// How hard the searches of the types of independent blocks look: the candidates that they try, by type, effort and
// objective. What the CPU's searches use, and what is handed to a device's.
// Thread-safety: constants and pure functions.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "core/base/effort.h"

namespace halftone::codecs {

// kCount numbers from `first` to nearly `last` by equal factors.
template <std::size_t kCount>
constexpr std::array<float, kCount> geometricLadder(double first, double last) {
  double ratio = 1.0 + (last / first - 1.0) / kCount;  // Newton's iteration for the root: std::pow is not constexpr
  for (int round = 0; round < 60; ++round) {
    double power = 1.0;
    for (std::size_t k = 1; k < kCount; ++k) power *= ratio;
    ratio -= (ratio - last / first / power) / kCount;
  }
  std::array<float, kCount> ladder{};
  for (std::size_t k = 0; k < kCount; ++k, first *= ratio) ladder[k] = static_cast<float>(first);
  return ladder;
}

// ScaleSearch's.
struct ScaleDepth {
  std::span<const float> plainLadder, weightedLadder;  // the magnitudes of codes that the largest value is put at
  float hidden;    // what counts most is tried as the largest too if it is below this share of it
  int reach;       // how many steps the best candidate's inverse is moved by, up and down; 0: not even refitted
  float step;      // a share of it
  int rounds;      // of polishing
  int neighbours;  // half steps of f16 that the scale is moved by at last, up and down
};

// OffsetSearch's.
struct OffsetDepth {
  std::span<const float> plainCuts, weightedCuts;  // shares of the range, each tried at either end
  int reach;                                       // how many steps either end of the best range is moved, in and out
  float step;                                      // in d
  int refits;                                      // how often codes are made anew for the best line
  int rounds;                                      // of polishing
  int neighbours;                                  // f16's numbers next to m that are polished too, up and down
};

// Cuts for the range of the values that count where the ends of the whole range hardly do.
inline constexpr std::array<float, 3> kHiddenCuts = {-0.02F, 0.03F, 0.08F};

// Which of a block's candidate scales are tried, counted from its start.
struct CandidateRange {
  int first, end;
};

// Of each type, kSymmetricTo: up to where a code's negative is a code too: a block within gains nothing from a scale of
// the other sign.

struct Q4_0Depths {
  static constexpr float kSymmetricTo = 7.5F;
  static constexpr auto kPlainLadder = geometricLadder<10>(5.5, 15);
  static constexpr auto kPlainDense = geometricLadder<64>(5.5, 16);
  static constexpr auto kWeightedLadder = geometricLadder<15>(5, 24);
  static constexpr auto kWeightedDense = geometricLadder<80>(5, 24);
  static constexpr ScaleDepth kNormal = {kPlainLadder, kWeightedLadder, 0.3F, 1, 0.04F, 3, 0};
  static constexpr ScaleDepth kThorough = {kPlainDense, kWeightedDense, 0.95F, 2, 0.01F, 6, 2};
};

struct Q5_0Depths {
  static constexpr float kSymmetricTo = 15.5F;
  static constexpr auto kPlainLadder = geometricLadder<18>(11, 27);
  static constexpr auto kPlainDense = geometricLadder<96>(11, 28);
  static constexpr auto kWeightedLadder = geometricLadder<28>(10, 50);
  static constexpr auto kWeightedDense = geometricLadder<144>(10, 50);
  static constexpr ScaleDepth kNormal = {kPlainLadder, kWeightedLadder, 0.3F, 1, 0.02F, 3, 0};
  static constexpr ScaleDepth kThorough = {kPlainDense, kWeightedDense, 0.95F, 2, 0.01F, 6, 2};
};

struct Q8_0Depths {
  static constexpr float kSymmetricTo = 127.5F;
  static constexpr auto kPlainLadder = geometricLadder<40>(107, 130);
  static constexpr auto kPlainDense = geometricLadder<176>(105, 131);
  static constexpr auto kWeightedLadder = geometricLadder<96>(82, 139);
  static constexpr auto kWeightedDense = geometricLadder<448>(76, 142);
  static constexpr ScaleDepth kNormal = {kPlainLadder, kWeightedLadder, 0.3F, 0, 0, 3, 3};
  static constexpr ScaleDepth kThorough = {kPlainDense, kWeightedDense, 0.95F, 0, 0, 6, 6};
};

// Importance makes deep cuts worth while.
struct Q4_1Depths {
  static constexpr std::array<float, 6> kPlainCuts = {-0.030F, -0.002F, 0.026F, 0.054F, 0.082F, 0.110F};
  static constexpr std::array<float, 6> kWeightedCuts = {-0.030F, 0.015F, 0.073F, 0.138F, 0.207F, 0.280F};
  static constexpr std::array<float, 6> kPlainDeep = {-0.030F, 0.002F, 0.034F, 0.066F, 0.098F, 0.130F};
  static constexpr std::array<float, 6> kWeightedDeep = {-0.030F, 0.018F, 0.080F, 0.149F, 0.222F, 0.300F};
  static constexpr OffsetDepth kNormal = {kPlainCuts, kWeightedCuts, 2, 0.5F, 2, 3, 0};
  static constexpr OffsetDepth kThorough = {kPlainDeep, kWeightedDeep, 8, 0.35F, 3, 5, 1};
};

struct Q5_1Depths {
  static constexpr std::array<float, 5> kPlainCuts = {-0.015F, 0.004F, 0.022F, 0.041F, 0.060F};
  static constexpr std::array<float, 5> kWeightedCuts = {-0.015F, 0.016F, 0.057F, 0.102F, 0.150F};
  static constexpr std::array<float, 6> kPlainDeep = {-0.015F, 0.002F, 0.019F, 0.036F, 0.053F, 0.070F};
  static constexpr std::array<float, 6> kWeightedDeep = {-0.015F, 0.012F, 0.050F, 0.096F, 0.146F, 0.200F};
  static constexpr OffsetDepth kNormal = {kPlainCuts, kWeightedCuts, 2, 0.6F, 2, 3, 0};
  static constexpr OffsetDepth kThorough = {kPlainDeep, kWeightedDeep, 8, 0.35F, 3, 5, 1};
};

struct IQ4_NLDepths {
  static constexpr float kSymmetricTo = 0;
  static constexpr auto kPlainLadder = geometricLadder<9>(85, 210);
  static constexpr auto kPlainDense = geometricLadder<48>(85, 220);
  static constexpr auto kWeightedLadder = geometricLadder<14>(80, 340);
  static constexpr auto kWeightedDense = geometricLadder<64>(80, 340);
  static constexpr ScaleDepth kNormal = {kPlainLadder, kWeightedLadder, 0.3F, 1, 0.04F, 3, 0};
  static constexpr ScaleDepth kThorough = {kPlainDense, kWeightedDense, 0.95F, 2, 0.01F, 6, 2};
};

// Signs do not depend on the scale: the first candidate is the best.
struct Q1_0Depths {
  static constexpr float kSymmetricTo = 3e38F;
  static constexpr std::array<float, 1> kLadder = {1.0F};
  static constexpr ScaleDepth kNormal = {kLadder, kLadder, 0, 0, 0, 1, 0};
  static constexpr ScaleDepth kThorough = kNormal;
};

struct Q2_0Depths {
  static constexpr float kSymmetricTo = 1.5F;
  static constexpr auto kPlainLadder = geometricLadder<6>(0.7, 6);
  static constexpr auto kPlainDense = geometricLadder<40>(0.7, 6);
  static constexpr auto kWeightedLadder = geometricLadder<9>(0.7, 12);
  static constexpr auto kWeightedDense = geometricLadder<56>(0.7, 12);
  static constexpr ScaleDepth kNormal = {kPlainLadder, kWeightedLadder, 0.3F, 1, 0.1F, 3, 0};
  static constexpr ScaleDepth kThorough = {kPlainDense, kWeightedDense, 0.95F, 2, 0.01F, 6, 2};
};

// tq1_0 and tq2_0.
struct TernaryDepths {
  static constexpr float kSymmetricTo = 3e38F;
  static constexpr auto kPlainLadder = geometricLadder<6>(0.9, 12);
  static constexpr auto kPlainDense = geometricLadder<40>(0.9, 20);
  static constexpr auto kWeightedLadder = geometricLadder<9>(0.9, 40);
  static constexpr auto kWeightedDense = geometricLadder<56>(0.9, 60);
  static constexpr ScaleDepth kNormal = {kPlainLadder, kWeightedLadder, 0.3F, 1, 0.15F, 5, 0};
  static constexpr ScaleDepth kThorough = {kPlainDense, kWeightedDense, 0.95F, 3, 0.05F, 8, 2};
};

// UnevenSearch's, of iq4_xs; its steps are told there.
struct UnevenDepth {
  // Step 1: the codes that a sub-block's largest magnitude is put at.
  std::span<const float> plainLadder, weightedLadder;
  // Step 2: d = the largest a over `steps` (a multiple of 16) such numbers.
  float peakScaleFirst, peakScaleStep;
  std::size_t steps;
  // Step 3: how many d (at most kMostFinalists), how far from a/d, how many refits; whether the best a of the other
  // sign is tried too, and s is sought anew after a refit.
  std::size_t finalists;
  int reach, rounds;
  bool eitherSign;
};

struct IQ4_XSDepths {
  static constexpr auto kPlainQuick = geometricLadder<2>(110, 140);
  static constexpr auto kPlainLadder = geometricLadder<12>(90, 170);
  static constexpr auto kPlainDense = geometricLadder<48>(85, 220);
  static constexpr auto kWeightedQuick = geometricLadder<2>(115, 160);
  static constexpr auto kWeightedLadder = geometricLadder<18>(85, 260);
  static constexpr auto kWeightedDense = geometricLadder<66>(80, 340);
  static constexpr UnevenDepth kQuick = {kPlainQuick, kWeightedQuick, -35.0F, 0.5F, 16, 1, 0, 1, false};
  static constexpr UnevenDepth kNormal = {kPlainLadder, kWeightedLadder, -40.0F, 0.5F, 64, 1, 2, 1, false};
  static constexpr UnevenDepth kThorough = {kPlainDense, kWeightedDense, -40.0F, 0.125F, 256, 32, 1, 4, true};
  static constexpr const UnevenDepth& of(Effort effort) {
    return effort == Effort::Quick ? kQuick : (effort == Effort::Normal ? kNormal : kThorough);
  }
};

// Importance makes it worth while to cut a peak.
struct MXFP4Depths {
  static constexpr CandidateRange candidates(Effort effort, bool weighted) {
    if (effort == Effort::Quick) return {0, weighted ? 3 : 2};
    return {0, weighted ? 14 : 4};
  }
};

struct NVFP4Depths {
  static constexpr CandidateRange candidates(Effort effort, bool weighted) {
    if (effort == Effort::Quick) return {0, weighted ? 6 : 5};
    return {0, weighted ? 32 : 20};
  }
};

}  // namespace halftone::codecs
