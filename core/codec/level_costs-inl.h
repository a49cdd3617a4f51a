// What each level costs a value at a scale, as whole numbers of 16 bits, for sixteen places of two rows side by side.
// Included once per SIMD target.
//
// At scale s a level g loses w·(x − s·g)² = w·x² + s²·w·g·(g − t·x) with t = 2/s. Counted from what the value loses at
// the number nearest to it between 0 and the largest level, that is never below 0; a scale of its own for each place
// makes whole numbers of it, the largest of which stand for whatever is more. Level by level, the costs' differences
// grow by the same.
#if defined(HALFTONE_CODEC_LEVEL_COSTS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_LEVEL_COSTS_INL_H_
#undef HALFTONE_CODEC_LEVEL_COSTS_INL_H_
#else
#define HALFTONE_CODEC_LEVEL_COSTS_INL_H_
#endif

#include <array>
#include <cstdint>

#include "core/codec/half_pairs-inl.h"
#include "core/codec/signed_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// Of costs by level or by levels of several values: with the signs right; where kSides is 2, with one wrong.
template <std::size_t kSides, std::size_t kCount>
using Costs = std::array<std::array<PairVector, kCount>, kSides>;

template <class Type>
class LevelCosts {
 public:
  using V = LaneVector;
  using Places = SignedPlaces<Type>;
  using Block = SignedBlock<Type>;
  static constexpr std::size_t kLevels = Places::kLevels;

  // A cost's last bits are left to the number of half a codeword.
  static constexpr int kNumberBits = kLevels == 8 ? 6 : 7;
  static constexpr float kMost = static_cast<float>((1 << (16 - kNumberBits)) - 1);
  // The most that one value costs: where a half is two values, so that both together do not reach kMost.
  static constexpr float kCap = Type::kLength == 4 ? (kMost - 3.0f) / 2 : kMost - 1.0f;

  // Of blocks beyond f16's range: enough for the largest levels, too little for costs that are not finite.
  static HWY_INLINE V bounded(V t) { return hn::Min(t, same(0x1p66f)); }

  // What costs are multiplied by, so that a step of every value's level is a third of kMost: more than the best
  // codeword loses, but for values far beyond the largest level.
  static HWY_INLINE V evenScale(const Block& block, std::size_t row, std::size_t lane) {
    return hn::Mul(same(kMost / (3.0f * kStep * kStep)), at(block.perWeight[row], lane));
  }

  // The same where a codeword is known to lose no more than `known`, less Σ w·x²: just so that its costs are held. The
  // nearer it is to the best, the less does rounding matter.
  static HWY_INLINE V sharpScale(const Block& block, V t, std::size_t row, std::size_t lane, V known) {
    V least = zeros();
    for (std::size_t j = 0; j < Type::kLength; ++j) {
      const V pull = hn::Mul(t, at(block.weighted[row][j], lane));
      least = hn::Add(least, lossAt(nearest(block, t, row, j, lane), at((*block.weights)[row][j], lane), pull));
    }
    const V little = hn::Div(same(kStep * kStep / 64.0f), at(block.perWeight[row], lane));
    return hn::Div(same(kCap - 8.0f), hn::Add(hn::Max(hn::Sub(known, least), zeros()), little));
  }

  // Of value j of the places of rows `row` and `row` + 1, at scales of these. `unit` is what a level adds to the number
  // in the last bits; 0: there is none.
  template <std::size_t kSides>
  static HWY_INLINE Costs<kSides, kLevels> of(const Block& block, V t, const std::array<V, 2>& scales, std::size_t row,
                                              std::size_t j, std::size_t lane, std::size_t unit) {
    const auto low = ofRow<kSides>(block, t, scales[0], row, j, lane);
    const auto high = ofRow<kSides>(block, t, scales[1], row + 1, j, lane);
    Costs<kSides, kLevels> costs;
    for (std::size_t side = 0; side < kSides; ++side) {
      for (std::size_t k = 0; k < kLevels; ++k) {
        const auto lower = hn::ShiftLeft<kNumberBits>(hn::BitCast(PairIds(), low[side][k]));
        const auto upper = hn::ShiftLeft<kNumberBits + 16>(hn::BitCast(PairIds(), high[side][k]));
        auto both = hn::Or(hn::And(lower, hn::Set(PairIds(), 0xffff)), upper);
        const auto number = static_cast<std::int32_t>(k * unit);
        if (number != 0) both = hn::Or(both, hn::Set(PairIds(), number << 16 | number));
        costs[side][k] = asPairs(both);
      }
    }
    return costs;
  }

 private:
  using ByLevel = std::array<V, kLevels>;

  // All steps between levels are alike, but for the last of some types.
  static constexpr float kStep = Type::kLevels[1] - Type::kLevels[0];
  static constexpr bool kUneven = Type::kLevels[kLevels - 1] - Type::kLevels[kLevels - 2] != kStep;

  static HWY_INLINE V nearest(const Block& block, V t, std::size_t row, std::size_t j, std::size_t lane) {
    return hn::Min(hn::Mul(hn::Mul(t, same(0.5f)), at(block.x[row][j], lane)), same(Type::kLevels.back()));
  }

  static HWY_INLINE V lossAt(V level, V weight, V pull) {
    return hn::Mul(level, hn::Sub(hn::Mul(weight, level), pull));
  }

  // The whole number in the last bits. What is below 0, as rounding may make it, is as good as 0.
  static HWY_INLINE V rounded(V cost) { return hn::Add(hn::Min(cost, same(kCap)), same(kRounder + 1.0f)); }

  static HWY_INLINE ByLevel byLevel(V weight, V pull, V least) {
    constexpr auto& kL = Type::kLevels;
    ByLevel costs;
    V cost = hn::Sub(lossAt(same(kL[0]), weight, pull), least);
    V rise = hn::Sub(hn::Mul(weight, same(kL[1] * kL[1] - kL[0] * kL[0])), hn::Mul(pull, same(kStep)));
    const V bend = hn::Mul(weight, same(2.0f * kStep * kStep));
    costs[0] = rounded(cost);
    for (std::size_t k = 1; k < (kUneven ? kLevels - 1 : kLevels); ++k) {
      cost = hn::Add(cost, rise);
      rise = hn::Add(rise, bend);
      costs[k] = rounded(cost);
    }
    if constexpr (kUneven) costs[kLevels - 1] = rounded(hn::Sub(lossAt(same(kL[kLevels - 1]), weight, pull), least));
    return costs;
  }

  template <std::size_t kSides>
  static HWY_INLINE std::array<ByLevel, kSides> ofRow(const Block& block, V t, V scale, std::size_t row, std::size_t j,
                                                      std::size_t lane) {
    const V weight = hn::Mul(at((*block.weights)[row][j], lane), scale);
    const V pull = hn::Mul(hn::Mul(t, scale), at(block.weighted[row][j], lane));
    const V least = lossAt(nearest(block, t, row, j, lane), weight, pull);
    std::array<ByLevel, kSides> costs;
    costs[0] = byLevel(weight, pull, least);
    if constexpr (kSides == 2) costs[1] = byLevel(weight, hn::Mul(pull, at(block.turn[row], lane)), least);
    return costs;
  }
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
