// The best scale d and offset m for a block whose decoder gives d·q + m with q in 0..Grid::kHigh.
//
// For given codes the best d and m are those of a weighted linear regression, so codes are made for a grid of candidate
// ranges (each cuts a share off the block's lowest and highest values), d and m are fitted to them, codes are made
// again for the fitted d and m, and the fit that explains the most energy wins. It is then polished as f16 will store
// it.
//
// One lane holds one candidate and goes through the values in order, so every target computes the same sums. Values are
// taken relative to their mean and codes relative to the mean's: that keeps the differences of f32 sums accurate.
#if defined(HALFTONE_CODEC_OFFSET_SEARCH_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_OFFSET_SEARCH_INL_H
#undef HALFTONE_CODEC_OFFSET_SEARCH_INL_H
#else
#define HALFTONE_CODEC_OFFSET_SEARCH_INL_H
#endif

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "core/codec/floats.h"
#include "core/codec/normalized_block.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// A scale and an offset as the decoder reads them, and the codes that go with them.
template <std::size_t kLength>
struct OffsetFit {
  float scale = 0;
  float offset = 0;
  std::array<std::uint8_t, kLength> codes{};
};

constexpr std::size_t kCuts = 8;
constexpr std::size_t kRanges = kCuts * kCuts;

template <class Grid, std::size_t kLength>
class OffsetSearch {
 public:
  explicit HWY_INLINE OffsetSearch(const NormalizedBlock<kLength>& block) : m_block(block) { center(); }

  HWY_INLINE OffsetFit<kLength> run() {
    if (m_block.weighted) {
      searchRange(Grid::kWeightedCuts, 0);
      // Ends that hardly count hide the values that do: look again between those.
      searchRange(Grid::kPlainCuts, 0x1p-6F);
    } else {
      searchRange(Grid::kPlainCuts, 0);
    }
    polish();
    return m_fit;
  }

 private:
  HWY_INLINE void center() {
    double sum = 0, weights = 0;
    for (std::size_t i = 0; i < kLength; ++i) {
      sum += static_cast<double>(m_block.weights[i]) * static_cast<double>(m_block.values[i]);
      weights += static_cast<double>(m_block.weights[i]);
    }
    m_mean = static_cast<float>(sum / weights);
    m_offset = m_mean;
    m_inverseWeight = static_cast<float>(1.0 / weights);
    for (std::size_t i = 0; i < kLength; ++i) {
      m_centered[i] = m_block.values[i] - m_mean;
      m_weighted[i] = m_block.weights[i] * m_centered[i];
    }
  }

  // Tries cuts of the range of the values whose weight is at least `threshold`.
  HWY_INLINE void searchRange(const std::array<float, kCuts>& cuts, float threshold) {
    float low = 8, high = -8;
    for (std::size_t i = 0; i < kLength; ++i) {
      if (m_block.weights[i] < threshold) continue;
      low = std::min(low, m_centered[i]);
      high = std::max(high, m_centered[i]);
    }
    const float range = high - low;
    if (!(range > 0) || (threshold > 0 && range > 0.5F * m_range)) return;
    m_range = range;
    for (std::size_t c = 0; c < kRanges; ++c) {
      const float lowCut = cuts[c / kCuts], highCut = cuts[c % kCuts];
      m_lows[c] = low + lowCut * range;
      m_inverses[c] = static_cast<float>(Grid::kHigh) / (range * (1.0F - lowCut - highCut));
    }
    for (int pass = 0; pass < 2; ++pass) {
      fitRanges();
      for (std::size_t c = 0; c < kRanges; ++c) {
        if (!(m_scores[c] > m_score)) continue;
        m_score = m_scores[c];
        m_scale = 1.0F / m_inverses[c];
        m_offset = m_mean + m_lows[c];
      }
    }
  }

  // Makes codes for every candidate, then replaces it by the regression on its codes (if that has a rising slope).
  HWY_INLINE void fitRanges() {
    const hn::CappedTag<float, 16> d;
    using V = hn::Vec<decltype(d)>;
    const V zero = hn::Zero(d);
    const V high = hn::Set(d, static_cast<float>(Grid::kHigh));
    const V rounder = hn::Set(d, 0x1.8p23F);
    for (std::size_t c = 0; c < kRanges; c += hn::Lanes(d)) {
      const V inverse = hn::LoadU(d, m_inverses.data() + c);
      const V low = hn::LoadU(d, m_lows.data() + c);
      const V shift = hn::Mul(low, inverse);
      V sumU = zero, sumUu = zero, sumXu = zero;
      for (std::size_t i = 0; i < kLength; ++i) {
        const V wanted = hn::Mul(hn::Sub(hn::Set(d, m_centered[i]), low), inverse);
        const V code = hn::Sub(hn::Add(hn::Min(hn::Max(wanted, zero), high), rounder), rounder);
        const V u = hn::Add(code, shift);
        const V weightedU = hn::Mul(hn::Set(d, m_block.weights[i]), u);
        sumU = hn::Add(sumU, weightedU);
        sumUu = hn::Add(sumUu, hn::Mul(weightedU, u));
        sumXu = hn::Add(sumXu, hn::Mul(hn::Set(d, m_weighted[i]), u));
      }
      const V meanU = hn::Mul(sumU, hn::Set(d, m_inverseWeight));
      const V spread = hn::Sub(sumUu, hn::Mul(sumU, meanU));
      // Below this the spread is rounding noise: one value has all the weight.
      const auto sound = hn::And(hn::Gt(spread, hn::Mul(sumUu, hn::Set(d, 1e-5F))), hn::Gt(sumXu, zero));
      const V scale = hn::IfThenElse(sound, hn::Div(sumXu, spread), hn::Set(d, 1.0F));
      const V offset = hn::Mul(scale, hn::Sub(shift, meanU));
      hn::StoreU(hn::IfThenElseZero(sound, hn::Mul(scale, sumXu)), d, m_scores.data() + c);
      hn::StoreU(hn::IfThenElse(sound, hn::Div(hn::Set(d, 1.0F), scale), inverse), d, m_inverses.data() + c);
      hn::StoreU(hn::IfThenElse(sound, offset, low), d, m_lows.data() + c);
    }
  }

  struct Sums {
    double q = 0, qq = 0, x = 0, xq = 0, w = 0, error = 0;
  };

  // Codes for d and m as the decoder sees them (times the block's `up`), their sums and their error.
  HWY_INLINE Sums assignCodes(double scale, double offset, std::array<std::uint8_t, kLength>& codes) const {
    const auto inverse = static_cast<float>(scale == 0 ? 0.0 : 1.0 / scale);
    const auto low = static_cast<float>(offset);
    const auto high = static_cast<float>(Grid::kHigh);
    Sums sums;
    for (std::size_t i = 0; i < kLength; ++i) {
      const float wanted = (m_block.values[i] - low) * inverse;
      const float clamped = wanted > 0 ? (wanted > high ? high : wanted) : 0;
      const float rounded = (clamped + 0x1.8p23F) - 0x1.8p23F;
      codes[i] = static_cast<std::uint8_t>(rounded);
      const auto q = static_cast<double>(rounded);
      const auto x = static_cast<double>(m_block.values[i]);
      const auto w = static_cast<double>(m_block.weights[i]);
      const double e = x - (scale * q + offset);
      sums.w += w;
      sums.q += w * q;
      sums.qq += w * q * q;
      sums.x += w * x;
      sums.xq += w * x * q;
      sums.error += w * e * e;
    }
    return sums;
  }

  // Rounds d and m to f16, makes codes for them, fits d to these codes and the rounded m, then m to the rounded d.
  HWY_INLINE void polish() {
    const auto up = static_cast<double>(m_block.up);
    double leastError = 0;
    float scale = m_scale, offset = m_offset;
    for (int round = 0; round < 4; ++round) {
      const float storedScale = roundToF16(scale * m_block.down);
      const float storedOffset = roundToF16(offset * m_block.down);
      std::array<std::uint8_t, kLength> codes;
      const double m = static_cast<double>(storedOffset) * up;
      const Sums sums = assignCodes(static_cast<double>(storedScale) * up, m, codes);
      if (round > 0 && !(sums.error < leastError)) return;
      leastError = sums.error;
      m_fit = {storedScale, storedOffset, codes};
      if (!(sums.qq > 0)) return;
      scale = static_cast<float>((sums.xq - m * sums.q) / sums.qq);
      const double seenScale = static_cast<double>(roundToF16(scale * m_block.down)) * up;
      offset = static_cast<float>((sums.x - seenScale * sums.q) / sums.w);
    }
  }

  const NormalizedBlock<kLength>& m_block;
  float m_mean = 0;
  float m_inverseWeight = 0;
  float m_range = 0;
  float m_score = 0;  // energy around the mean that the best candidate explains
  float m_scale = 0;
  float m_offset = 0;
  std::array<float, kLength> m_centered, m_weighted;
  std::array<float, kRanges> m_lows, m_inverses, m_scores;
  OffsetFit<kLength> m_fit;
};

// A block of one value: m is that value rounded to f16, and what rounding lost comes back as d with every code 1, or,
// where f16 is too small for it, with every code the highest.
template <class Grid, std::size_t kLength>
HWY_INLINE OffsetFit<kLength> fitConstant(float value) {
  OffsetFit<kLength> fit;
  fit.offset = roundToF16(value);
  const float rest = value - fit.offset;
  const int code = std::abs(rest) > 65504.0F ? Grid::kHigh : 1;
  fit.scale = roundToF16(rest / static_cast<float>(code));
  if (fit.scale != 0) fit.codes.fill(static_cast<std::uint8_t>(code));
  return fit;
}

// The fit of any block of finite values.
template <class Grid, std::size_t kLength>
HWY_INLINE OffsetFit<kLength> fitOffset(const float* values, const float* importance) {
  if (allZero(values, kLength)) return {};
  if (std::all_of(values, values + kLength, [values](float value) { return value == values[0]; }))
    return fitConstant<Grid, kLength>(values[0]);
  NormalizedBlock<kLength> block;
  normalizeBlock(values, importance, block);
  return OffsetSearch<Grid, kLength>(block).run();
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
