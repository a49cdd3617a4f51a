// What the K types can hold, and how hard their encoders look: the numbers that the searches of the CPU and of devices
// share. Thread-safety: constants.
#pragma once

#include <cstddef>

#include "core/codec/k_depths.h"

namespace halftone::codecs {

// Of q3_K and q6_K, see SymmetricSearch:
//   kCodeLow, kCodeHigh, kScaleLow, kScaleHigh  ranges of q and s
//   kPeakScaleFirst, kPeakScaleStep             d = the largest |a| over such numbers, depth.steps of them
// Of q2_K, q4_K and q5_K, see AffineSide:
//   kPaired                         sub-blocks of 32 (two lanes) instead of 16
//   kUnbiased                       whether the block is stretched
//   kCodeLow (0), kCodeHigh         range of q
//   kScaleHigh                      s and m are 0..kScaleHigh
//   kPeakFirst, kPeakStep, kSteps   d = the largest scale over kSteps (a multiple of 16) such numbers
//   kMinPeakFirst, kMinPeakStep     dmin = the largest minimum over 16 such numbers

struct Q2KGrid {
  static constexpr bool kPaired = false;
  static constexpr bool kUnbiased = true;
  static constexpr float kCodeLow = 0.0f, kCodeHigh = 3.0f, kScaleHigh = 15.0f;
  static constexpr float kPeakFirst = 8.0f, kPeakStep = 0.6f, kMinPeakFirst = 11.0f, kMinPeakStep = 0.4f;
  static constexpr std::size_t kSteps = 16;
  static constexpr auto kPlainStarts = spreadEdges<32>(0.0, 0.25);
  static constexpr auto kWeightedStarts = spreadEdges<48>(0.0, 0.35);
  // starts, polishes, shortlist, finalists, both sides, tries, refits, sweeps
  static constexpr Depths<AffineDepth> kDepths = {.plain = {{{few(kPlainStarts, 5), 1, 1, 1, false, 1, 0, 1},
                                                             {few(kPlainStarts, 8), 0, 3, 1, false, 8, 1, 1},
                                                             {kPlainStarts, 2, 16, 4, true, 10, 3, 2}}},
                                                  .weighted = {{{few(kWeightedStarts, 12), 1, 1, 1, false, 1, 0, 1},
                                                                {few(kWeightedStarts, 16), 0, 4, 1, true, 24, 1, 1},
                                                                {kWeightedStarts, 2, 16, 4, true, 84, 3, 2}}}};
};

struct Q3KGrid {
  static constexpr float kCodeLow = -4.0f, kCodeHigh = 3.0f;
  static constexpr float kScaleLow = -32.0f, kScaleHigh = 31.0f;
  static constexpr float kPeakScaleFirst = -40.0f, kPeakScaleStep = 1.0f;
  static constexpr auto kQuickPlain = peakCodes<2>(-3.7, 2.9, 1.3);
  static constexpr auto kNormalPlain = peakCodes<3>(-3.7, 2.9, 1.3);
  static constexpr auto kThoroughPlain = peakCodes<8>(-3.7, 2.9, 1.3);
  static constexpr auto kQuickWeighted = peakCodes<5>(-3.7, 2.9, 3.0);
  static constexpr auto kNormalWeighted = peakCodes<7>(-3.7, 2.9, 2.5);
  static constexpr auto kThoroughWeighted = peakCodes<16>(-3.7, 2.9, 3.0);
  // codes of peaks, steps, finalists, tries, refits, sweeps
  static constexpr Depths<SymmetricDepth> kDepths = {
      .plain = {{{kQuickPlain, 16, 1, 1, 0, 1}, {kNormalPlain, 16, 1, 2, 0, 1}, {kThoroughPlain, 32, 8, 4, 3, 2}}},
      .weighted = {{{kQuickWeighted, 16, 1, 1, 0, 1},
                    {kNormalWeighted, 16, 1, 6, 1, 1},
                    {kThoroughWeighted, 32, 16, 12, 3, 2}}}};
};

struct Q4KGrid {
  static constexpr bool kPaired = true;
  static constexpr bool kUnbiased = false;
  static constexpr float kCodeLow = 0.0f, kCodeHigh = 15.0f, kScaleHigh = 63.0f;
  static constexpr float kPeakFirst = 55.0f, kPeakStep = 0.8f, kMinPeakFirst = 55.0f, kMinPeakStep = 0.8f;
  static constexpr std::size_t kSteps = 16;
  static constexpr auto kPlainStarts = spreadEdges<48>(-0.05, 0.045);
  static constexpr auto kWeightedStarts = spreadEdges<64>(-0.07, 0.13);
  // starts, polishes, shortlist, finalists, both sides, tries, refits, sweeps
  static constexpr Depths<AffineDepth> kDepths = {.plain = {{{few(kPlainStarts, 8), 1, 1, 1, false, 1, 0, 1},
                                                             {few(kPlainStarts, 16), 1, 2, 1, false, 6, 1, 1},
                                                             {kPlainStarts, 2, 16, 3, true, 10, 3, 2}}},
                                                  .weighted = {{{few(kWeightedStarts, 12), 1, 1, 1, false, 1, 0, 1},
                                                                {few(kWeightedStarts, 40), 1, 3, 1, false, 14, 1, 1},
                                                                {kWeightedStarts, 2, 16, 4, true, 48, 3, 2}}}};
};

struct Q5KGrid {
  static constexpr bool kPaired = true;
  static constexpr bool kUnbiased = false;
  static constexpr float kCodeLow = 0.0f, kCodeHigh = 31.0f, kScaleHigh = 63.0f;
  static constexpr float kPeakFirst = 55.0f, kPeakStep = 0.4f, kMinPeakFirst = 55.0f, kMinPeakStep = 0.8f;
  static constexpr std::size_t kSteps = 32;
  static constexpr auto kPlainStarts = spreadEdges<48>(-0.03, 0.025);
  static constexpr auto kWeightedStarts = spreadEdges<64>(-0.055, 0.085);
  // starts, polishes, shortlist, finalists, both sides, tries, refits, sweeps
  static constexpr Depths<AffineDepth> kDepths = {.plain = {{{few(kPlainStarts, 6), 1, 1, 1, false, 1, 0, 1},
                                                             {few(kPlainStarts, 14), 0, 2, 1, false, 10, 1, 1},
                                                             {kPlainStarts, 2, 16, 4, true, 24, 3, 2}}},
                                                  .weighted = {{{few(kWeightedStarts, 12), 1, 1, 1, false, 1, 0, 1},
                                                                {few(kWeightedStarts, 32), 0, 3, 1, false, 24, 1, 1},
                                                                {kWeightedStarts, 2, 16, 6, true, 112, 3, 2}}}};
};

struct Q6KGrid {
  static constexpr float kCodeLow = -32.0f, kCodeHigh = 31.0f;
  static constexpr float kScaleLow = -128.0f, kScaleHigh = 127.0f;
  static constexpr float kPeakScaleFirst = -136.0f, kPeakScaleStep = 1.0f;
  static constexpr auto kQuickPlain = peakCodes<6>(-26.0, 25.2, 1.26);
  static constexpr auto kNormalPlain = evenPeakCodes<16>(25.0, 33.0);
  static constexpr auto kThoroughPlain = peakCodes<24>(-26.0, 25.2, 1.26);
  static constexpr auto kQuickWeighted = peakCodes<8>(-20.0, 19.0, 2.0);
  static constexpr auto kNormalWeighted = evenPeakCodes<28>(20.0, 36.0);
  static constexpr auto kThoroughWeighted = peakCodes<32>(-20.0, 19.0, 2.0);
  // codes of peaks, steps, finalists, tries, refits, sweeps
  static constexpr Depths<SymmetricDepth> kDepths = {
      .plain = {{{kQuickPlain, 32, 1, 1, 0, 1}, {kNormalPlain, 32, 1, 4, 0, 1}, {kThoroughPlain, 32, 10, 14, 3, 2}}},
      .weighted = {{{kQuickWeighted, 32, 1, 1, 0, 1},
                    {kNormalWeighted, 32, 1, 6, 1, 1},
                    {kThoroughWeighted, 32, 10, 32, 3, 2}}}};
};

}  // namespace halftone::codecs
