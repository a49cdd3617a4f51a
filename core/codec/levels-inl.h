// The levels that a block's scale is multiplied by: the nearest one to each lane, and its code. A number right between
// two levels goes to either, to the same on every target. Included once per SIMD target.
//
// Each set has nearest(v) -> the level, and its code: code(v), an integer, or index(v), a number.
#if defined(HALFTONE_CODEC_LEVELS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_LEVELS_INL_H_
#undef HALFTONE_CODEC_LEVELS_INL_H_
#else
#define HALFTONE_CODEC_LEVELS_INL_H_
#endif

#include <array>

#include "core/codec/lanes-inl.h"
#include "core/codec/levels.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

using LaneIntegerTag = hn::RebindToSigned<LaneTag>;
using LaneIntegers = hn::Vec<LaneIntegerTag>;

// The integers low..high, coded from 0.
template <int low, int high>
struct IntegerLevels {
  static constexpr float kLow = static_cast<float>(low), kHigh = static_cast<float>(high);
  static HWY_INLINE LaneVector nearest(LaneVector v) { return nearestWithin(v, kLow, kHigh); }
  // What nearestWithin adds leaves the integer in the number's lowest bits.
  static HWY_INLINE LaneIntegers code(LaneVector v) {
    const LaneVector rounded = hn::Add(hn::Min(hn::Max(v, same(kLow)), same(kHigh)), same(0x1.8p23F));
    return hn::Sub(hn::BitCast(LaneIntegerTag(), rounded), hn::Set(LaneIntegerTag(), 0x4b400000 + low));
  }
};

// kUnevenLevels, told apart by the midpoints between neighbours. Where a vector looks tables up, UnevenGuess leads to
// the one midpoint that is left to compare with.
struct UnevenLevels {
  static HWY_INLINE LaneVector nearest(LaneVector v) {
#if HWY_TARGET <= HWY_AVX2
    const Neighbours found(v);
    return hn::IfThenElse(found.upper, hn::Sub(found.sum, found.low), found.low);
#else
    LaneVector level = same(kUnevenLevels[0]);
    for (std::size_t k = 1; k < 16; ++k)
      level = hn::IfThenElse(hn::Gt(hn::Add(v, v), same(kUnevenSums[k - 1])), same(kUnevenLevels[k]), level);
    return level;
#endif
  }
  static HWY_INLINE LaneIntegers code(LaneVector v) {
#if HWY_TARGET <= HWY_AVX2
    const Neighbours found(v);
    const auto upper = hn::RebindMask(LaneIntegerTag(), found.upper);
    return hn::Add(found.index, hn::IfThenElseZero(upper, hn::Set(LaneIntegerTag(), 1)));
#else
    LaneVector code = zeros();
    for (std::size_t k = 1; k < 16; ++k)
      code = hn::IfThenElse(hn::Gt(hn::Add(v, v), same(kUnevenSums[k - 1])), same(static_cast<float>(k)), code);
    return hn::ConvertTo(LaneIntegerTag(), code);
#endif
  }

 private:
#if HWY_TARGET <= HWY_AVX2
  static HWY_INLINE LaneVector lookUp(const std::array<float, 16>& table, LaneIntegers index) {
    const LaneIntegerTag integers;
    if constexpr (hn::MaxLanes(LaneTag()) == 16) {
      return hn::TableLookupLanes(at(table.data()), hn::IndicesFromVec(LaneTag(), index));
    } else {
      const auto lanes = hn::IndicesFromVec(LaneTag(), hn::And(index, hn::Set(integers, 7)));
      const LaneVector low = hn::TableLookupLanes(at(table.data()), lanes);
      const LaneVector high = hn::TableLookupLanes(at(table.data() + 8), lanes);
      return hn::IfThenElse(hn::RebindMask(LaneTag(), hn::Gt(index, hn::Set(integers, 7))), high, low);
    }
  }

  // The two levels around v: the lower and its code, their sum, and whether v is nearer to the upper.
  struct Neighbours {
    LaneVector low, sum;
    LaneIntegers index;
    LaneMask upper;
    HWY_INLINE explicit Neighbours(LaneVector v) {
      alignas(64) static constexpr std::array<float, 16> kLevels = kUnevenLevels;
      alignas(64) static constexpr std::array<float, 16> kSums = kUnevenSums;
      const LaneVector bounded = hn::Min(hn::Max(v, same(UnevenGuess::kLow)), same(UnevenGuess::kHigh));
      const LaneVector bend = hn::Sub(same(UnevenGuess::kSlope), hn::Mul(same(UnevenGuess::kCurve), hn::Abs(bounded)));
      const LaneVector place = hn::Add(hn::Mul(bounded, bend), same(UnevenGuess::kStart));
      index = hn::ConvertTo(LaneIntegerTag(), place);
      low = lookUp(kLevels, index);
      sum = lookUp(kSums, index);
      upper = hn::Gt(hn::Add(v, v), sum);
    }
  };
#endif
};

// −1 and 1, coded 0 and 1.
struct SignLevels {
  static HWY_INLINE LaneVector nearest(LaneVector v) {
    return hn::IfThenElse(hn::Lt(v, zeros()), same(-1.0F), same(1.0F));
  }
  static HWY_INLINE LaneIntegers code(LaneVector v) {
    const auto negative = hn::RebindMask(LaneIntegerTag(), hn::Lt(v, zeros()));
    return hn::IfThenZeroElse(negative, hn::Set(LaneIntegerTag(), 1));
  }
};

// kTwiceE2M1: magnitudes 0 1 2 3 4 6 8 12, which are steps of 1 below 4, of 2 below 8, then of 4; negative ones are
// coded 8 further on.
struct TwiceE2M1Levels {
  static HWY_INLINE LaneVector nearest(LaneVector v) { return hn::CopySign(magnitude(hn::Abs(v)), v); }
  static HWY_INLINE LaneVector index(LaneVector v) {
    const LaneVector level = magnitude(hn::Abs(v));
    const LaneVector coarse = hn::Min(hn::Add(hn::Mul(level, same(0.5F)), same(2.0F)), same(7.0F));
    const LaneVector code = hn::IfThenElse(hn::Lt(level, same(5.0F)), level, coarse);
    const LaneMask negative = hn::And(hn::Lt(v, zeros()), hn::Gt(level, zeros()));
    return hn::IfThenElse(negative, hn::Add(code, same(8.0F)), code);
  }

 private:
  // Adding 2^23 times a step leaves no room for fractions of the step.
  static HWY_INLINE LaneVector magnitude(LaneVector v) {
    const LaneVector coarse = hn::IfThenElse(hn::Lt(v, same(8.0F)), same(0x1p24F), same(0x1p25F));
    const LaneVector magic = hn::IfThenElse(hn::Lt(v, same(4.0F)), same(0x1p23F), coarse);
    return hn::Sub(hn::Add(hn::Min(v, same(12.0F)), magic), magic);
  }
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
