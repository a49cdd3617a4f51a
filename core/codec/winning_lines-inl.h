// The best codewords of all places at some scales: what each loses at any scale 2/t is a line in t. Included once per
// SIMD target.
#if defined(HALFTONE_CODEC_WINNING_LINES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_WINNING_LINES_INL_H_
#undef HALFTONE_CODEC_WINNING_LINES_INL_H_
#else
#define HALFTONE_CODEC_WINNING_LINES_INL_H_
#endif

#include <cstdint>

#include "core/codec/signed_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// Side 0: with the signs right; side 1: with one wrong where they can't be held all. Types of any signs have one side,
// those of even signs side 1 only.
template <class Type>
struct Winners {
  using Places = SignedPlaces<Type>;
  using Ids = hn::Vec<hn::RebindToSigned<LaneTag>>;
  static constexpr std::size_t kFirst = Type::kSigns == Signs::Even ? 1 : 0;
  static constexpr std::size_t kEnd = Type::kSigns == Signs::Any ? 1 : 2;

  PerLane slope[kEnd][Places::kRows], height[kEnd][Places::kRows];  // Σ w·x·g, Σ w·g²
  alignas(64) std::int32_t entry[kEnd][Places::kRows][kLanes];

  // An entry in one number: the indices of its levels, 16 / kLength bits each, below its own number.
  static std::int32_t described(std::size_t own) {
    std::uint32_t all = 0;
    for (std::size_t j = 0; j < Type::kLength; ++j) {
      std::uint32_t index = 0;
      while (Type::kLevels[index] != static_cast<float>(Type::book()[own][j])) ++index;
      all |= index << (16 / Type::kLength * j);
    }
    return static_cast<std::int32_t>(all | static_cast<std::uint32_t>(own) << 16);
  }

  // Takes described entries for sides firstSide to lastSide.
  HWY_INLINE void take(const SignedBlock<Type>& block, std::size_t row, std::size_t lane, Ids found,
                       std::size_t firstSide, std::size_t lastSide) {
    Line line = {zeros(), zeros(), same(3e38f)};
    addValues<0>(block, row, lane, found, line);
    const LaneMask odd = hn::Lt(at(block.turn[row], lane), zeros());
    for (std::size_t side = firstSide; side <= lastSide; ++side) {
      const LaneVector lost = side == 1 ? hn::IfThenElseZero(odd, hn::Add(line.cheapest, line.cheapest)) : zeros();
      put(hn::Sub(line.slope, lost), slope[side][row], lane);
      put(line.height, height[side][row], lane);
      hn::Store(hn::ShiftRight<16>(found), hn::RebindToSigned<LaneTag>(), entry[side][row] + lane);
    }
  }

 private:
  struct Line {
    LaneVector slope, height;
    LaneVector cheapest;  // the least w·x·g: turning that sign costs least
  };

  template <std::size_t j>
  static HWY_INLINE void addValues(const SignedBlock<Type>& block, std::size_t row, std::size_t lane, Ids found,
                                   Line& line) {
    if constexpr (j < Type::kLength) {
      constexpr int kBits = 16 / Type::kLength;
      const Ids index = hn::And(hn::ShiftRight<kBits* static_cast<int>(j)>(found),
                                hn::Set(hn::RebindToSigned<LaneTag>(), (1 << kBits) - 1));
      const LaneVector level = levelOf(hn::ConvertTo(LaneTag(), index));
      const LaneVector term = hn::Mul(at(block.weighted[row][j], lane), level);
      line.slope = hn::Add(line.slope, term);
      line.height = hn::Add(line.height, hn::Mul(hn::Mul(at((*block.weights)[row][j], lane), level), level));
      line.cheapest = hn::Min(line.cheapest, term);
      addValues<j + 1>(block, row, lane, found, line);
    }
  }

  // All steps between levels are alike, but for the last of some types. Faster than to look them up.
  static HWY_INLINE LaneVector levelOf(LaneVector index) {
    constexpr auto& kL = Type::kLevels;
    constexpr float kStep = kL[1] - kL[0], kMore = kL[kL.size() - 1] - kL[kL.size() - 2] - kStep;
    const LaneVector level = hn::Add(hn::Mul(index, same(kStep)), same(kL[0]));
    if constexpr (kMore == 0.0f) return level;
    const LaneMask last = hn::Eq(index, same(static_cast<float>(kL.size() - 1)));
    return hn::Add(level, hn::IfThenElseZero(last, same(kMore)));
  }
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
