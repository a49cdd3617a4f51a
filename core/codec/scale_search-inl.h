// The best single scale d for a block whose decoder gives d·q with q in Grid::kLow..kHigh (kLow < 0 < kHigh).
//
// For any assignment of codes the best scale is the least-squares one, Σwxq / Σwq², and it leaves the error
// Σwx² − (Σwxq)²/Σwq². So codes are made with many candidate inverse scales, of both signs because the range of codes
// is not symmetric, and the candidate that explains the most energy wins. It is then polished against what the decoder
// will see: the scale is rounded to f16, codes are chosen anew for the rounded scale, and the scale for the new codes.
//
// One lane holds one candidate and goes through the values in order, so every target computes the same sums. Rounding
// is by adding and taking away 1.5·2^23, which is to nearest even on all of them.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "core/codec/floats.h"
#include "core/codec/normalized_block.h"
#include "hwy/highway.h"

#if defined(HALFTONE_CODEC_SCALE_SEARCH_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_SCALE_SEARCH_INL_H
#undef HALFTONE_CODEC_SCALE_SEARCH_INL_H
#else
#define HALFTONE_CODEC_SCALE_SEARCH_INL_H
#endif

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// A scale as the decoder reads it, and the codes that go with it.
template <std::size_t kLength>
struct ScaleFit {
  float scale = 0;
  std::array<std::int8_t, kLength> codes{};
};

// Magnitudes of inverse scales that are worth trying, relative to one that maps 1 to 1: a geometric ladder.
template <std::size_t kRungs>
constexpr std::array<float, 2 * kRungs> scaleLadder(double first, double last) {
  // The kRungs-th root of last/first by Newton's iteration: std::pow is not constexpr.
  double ratio = 1 + (last / first - 1) / kRungs;
  for (int round = 0; round < 60; ++round) {
    double power = 1;
    for (std::size_t k = 1; k < kRungs; ++k) power *= ratio;
    ratio -= (ratio - last / first / power) / kRungs;
  }
  std::array<float, 2 * kRungs> ladder{};
  for (std::size_t k = 0; k < kRungs; ++k, first *= ratio) {
    ladder[2 * k] = static_cast<float>(first);
    ladder[2 * k + 1] = static_cast<float>(-first);
  }
  return ladder;
}

// The energy that each candidate inverse scale explains, (Σwxq)²/Σwq², and its least-squares scale.
// `weightedValues` are w·x. REQUIRES: `count` is a multiple of 16, the most lanes that are used.
template <class Grid, std::size_t kLength>
HWY_INLINE void scoreScales(const NormalizedBlock<kLength>& block, const float* weightedValues, const float* inverses,
                            std::size_t count, float* scores, float* scales) {
  const hn::CappedTag<float, 16> d;
  using V = hn::Vec<decltype(d)>;
  const V low = hn::Set(d, static_cast<float>(Grid::kLow));
  const V high = hn::Set(d, static_cast<float>(Grid::kHigh));
  const V rounder = hn::Set(d, 0x1.8p23F);
  for (std::size_t c = 0; c < count; c += hn::Lanes(d)) {
    const V inverse = hn::LoadU(d, inverses + c);
    V sumXq = hn::Zero(d);
    V sumQq = hn::Zero(d);
    for (std::size_t i = 0; i < kLength; ++i) {
      const V clamped = hn::Min(hn::Max(hn::Mul(hn::Set(d, block.values[i]), inverse), low), high);
      const V code = hn::Sub(hn::Add(clamped, rounder), rounder);
      sumXq = hn::Add(sumXq, hn::Mul(hn::Set(d, weightedValues[i]), code));
      sumQq = hn::Add(sumQq, hn::Mul(hn::Mul(hn::Set(d, block.weights[i]), code), code));
    }
    const V scale = hn::IfThenElseZero(hn::Gt(sumQq, hn::Zero(d)), hn::Div(sumXq, sumQq));
    hn::StoreU(scale, d, scales + c);
    hn::StoreU(hn::Mul(scale, sumXq), d, scores + c);
  }
}

// Tries `ladder` over `reference`, a magnitude of the block's values; keeps the better of `best` and what it finds.
struct ScaleChoice {
  float scale = 0;
  float score = 0;
};
template <class Grid, std::size_t kLength, std::size_t kCount>
HWY_INLINE void climbLadder(const NormalizedBlock<kLength>& block, const float* weightedValues,
                            const std::array<float, kCount>& ladder, float reference, ScaleChoice& best) {
  static_assert(kCount % 16 == 0);
  std::array<float, kCount> inverses, scores, scales;
  for (std::size_t c = 0; c < kCount; ++c) inverses[c] = ladder[c] / reference;
  scoreScales<Grid>(block, weightedValues, inverses.data(), kCount, scores.data(), scales.data());
  for (std::size_t c = 0; c < kCount; ++c)
    if (scores[c] > best.score) best = {scales[c], scores[c]};
}

// Codes for the scale that the decoder sees, and Σwxq and Σwq² of them.
template <class Grid, std::size_t kLength>
HWY_INLINE void assignCodes(const NormalizedBlock<kLength>& block, const float* weightedValues, float scale,
                            std::array<std::int8_t, kLength>& codes, double& sumXq, double& sumQq) {
  const float inverse = 1.0F / scale;
  std::array<float, kLength> rounded;
  for (std::size_t i = 0; i < kLength; ++i) {
    const float wanted = block.values[i] * inverse;
    const float low = static_cast<float>(Grid::kLow);
    const float high = static_cast<float>(Grid::kHigh);
    const float clamped = wanted < low ? low : (wanted > high ? high : wanted);
    rounded[i] = (clamped + 0x1.8p23F) - 0x1.8p23F;
    codes[i] = static_cast<std::int8_t>(rounded[i]);
  }
  sumXq = 0;
  sumQq = 0;
  for (std::size_t i = 0; i < kLength; ++i) {
    sumXq += static_cast<double>(weightedValues[i]) * static_cast<double>(rounded[i]);
    sumQq += static_cast<double>(block.weights[i] * rounded[i]) * static_cast<double>(rounded[i]);
  }
}

// Rounds `scale` to f16 and alternates codes and scale while the error falls below `leastError` (less Σwx², which is
// the same for all).
template <class Grid, std::size_t kLength>
HWY_INLINE void polishScale(const NormalizedBlock<kLength>& block, const float* weightedValues, float scale,
                            ScaleFit<kLength>& fit, double& leastError) {
  std::array<std::int8_t, kLength> codes;
  for (int round = 0; round < 4; ++round) {
    const float stored = roundToF16(scale * block.down);
    if (stored == 0 || stored == fit.scale) return;
    const double seen = static_cast<double>(stored) * static_cast<double>(block.up);
    double sumXq = 0, sumQq = 0;
    assignCodes<Grid>(block, weightedValues, static_cast<float>(seen), codes, sumXq, sumQq);
    const double error = seen * (seen * sumQq - 2 * sumXq);
    if (!(error < leastError)) return;
    leastError = error;
    fit.scale = stored;
    fit.codes = codes;
    scale = static_cast<float>(sumXq / sumQq);
  }
}

// The fit of a block that is not all zero. Grid has kLow, kHigh, and the ladders kPlain, kWeighted; a scale of 0 with
// codes of 0 where even f16's smallest scale does more harm.
template <class Grid, std::size_t kLength>
HWY_INLINE ScaleFit<kLength> fitScale(const NormalizedBlock<kLength>& block) {
  std::array<float, kLength> weightedValues;
  for (std::size_t i = 0; i < kLength; ++i) weightedValues[i] = block.weights[i] * block.values[i];
  ScaleChoice best;
  if (block.weighted) {
    climbLadder<Grid>(block, weightedValues.data(), Grid::kWeighted, block.largest, best);
    // A peak that hardly counts hides the values that do: look again on their own scale.
    float reference = 0;
    for (std::size_t i = 0; i < kLength; ++i)
      reference = std::max(reference, std::sqrt(block.weights[i]) * std::abs(block.values[i]));
    if (reference > 0 && reference < 0.3F * block.largest)
      climbLadder<Grid>(block, weightedValues.data(), Grid::kPlain, reference, best);
  } else {
    climbLadder<Grid>(block, weightedValues.data(), Grid::kPlain, block.largest, best);
  }
  ScaleFit<kLength> fit;
  double leastError = 0;
  polishScale<Grid>(block, weightedValues.data(), best.scale, fit, leastError);
  // Beyond f16's range the sign with the farther code reaches farther.
  if (std::abs(best.scale * block.down) > 65504.0F)
    polishScale<Grid>(block, weightedValues.data(), -best.scale, fit, leastError);
  return fit;
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
