// Codewords of −1, 0, 1 that are shifted as a whole by 1/8 up or down (iq1). Included once per SIMD target.
//
// A shift by δ adds δ·Σ w·x to a line's slope and 2δ·Σ w·g + δ²·Σ w to its height, so there are two lines for each
// entry: first all that are shifted up, then all that are shifted down.
#if defined(HALFTONE_CODEC_SHIFTED_CODEWORDS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_SHIFTED_CODEWORDS_INL_H_
#undef HALFTONE_CODEC_SHIFTED_CODEWORDS_INL_H_
#else
#define HALFTONE_CODEC_SHIFTED_CODEWORDS_INL_H_
#endif

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/codec/codeword_levels.h"
#include "core/codec/odd_scale_search-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

inline constexpr std::size_t kShiftedEntries = 2048;
inline constexpr std::size_t kShiftedLines = 2 * kShiftedEntries;
inline constexpr float kShift = 0.125f;

inline const CodewordLevels<8, kShiftedEntries>& ternaryLevels() {
  static const CodewordLevels<8, kShiftedEntries> levels(kIq1);
  return levels;
}

// The factors w·x of a codeword as whole numbers of at most 32767, and what they are multiples of, a power of two. The
// rounding is nothing beside the error that a codeword of 1.5 bits a value leaves; and sums of whole numbers below 2^24
// are exact in f32, so that every target may add them in the way that is fastest there.
struct WholeFactors {
  alignas(32) float v[8];
  float unit;

  explicit WholeFactors(const float* factors) {
    float largest = 0.0f;
    for (std::size_t j = 0; j < 8; ++j) largest = std::max(largest, std::fabs(factors[j]));
    unit = powerOfTwoBelow(largest) * 0x1p-14f;
    const float perUnit = 1.0f / unit;
    for (std::size_t j = 0; j < 8; ++j) {
      const float rounded = (factors[j] * perUnit + 12582912.0f) - 12582912.0f;
      v[j] = std::min(std::max(rounded, -32767.0f), 32767.0f);
    }
  }
};

class PlainTernaryDots : public Dots<8, kShiftedEntries> {
 public:
  explicit HWY_INLINE PlainTernaryDots(const WholeFactors& factors) : Dots(ternaryLevels().level, factors.v) {}
};

inline float sumOfEight(const float* numbers) {
  return ((numbers[0] + numbers[1]) + (numbers[2] + numbers[3])) +
         ((numbers[4] + numbers[5]) + (numbers[6] + numbers[7]));
}

// Σ w·(g + δ)² of all lines.
inline void shiftedHeights(const float* weights, float* heights) {
  struct alignas(64) {
    float v[kShiftedEntries];
  } dots;
  dotAll(ternaryLevels().level, weights, dots.v);
  dotAll(ternaryLevels().square, weights, heights);
  const float both = kShift * kShift * sumOfEight(weights);
  for (std::size_t e = 0; e < kShiftedEntries; ++e) {
    const float middle = heights[e] + both;
    const float either = 2.0f * kShift * dots.v[e];
    heights[e] = middle + either;
    heights[kShiftedEntries + e] = middle - either;
  }
}

#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_SSE4
// The entries' levels two by two: 2k in the low half, 2k + 1 in the high half.
struct PairedTernary {
  alignas(64) std::int32_t v[4][kShiftedEntries];

  PairedTernary() {
    for (std::size_t e = 0; e < kShiftedEntries; ++e) {
      const auto& entry = kIq1[entryAt<kShiftedEntries>(e)];
      for (std::size_t k = 0; k < 4; ++k) {
        const auto low = static_cast<std::uint16_t>(entry[2 * k]), high = static_cast<std::uint16_t>(entry[2 * k + 1]);
        v[k][e] = static_cast<std::int32_t>(static_cast<std::uint32_t>(high) << 16 | low);
      }
    }
  }
};

// The same as Dots, by the instruction that multiplies and adds two pairs of 16 bits in each lane.
class PairedTernaryDots {
 public:
  explicit HWY_INLINE PairedTernaryDots(const WholeFactors& factors) : m_pairs(pairs()) {
    for (std::size_t k = 0; k < 4; ++k) {
      const auto low = static_cast<std::uint16_t>(static_cast<std::int16_t>(factors.v[2 * k]));
      const auto high = static_cast<std::uint16_t>(static_cast<std::int16_t>(factors.v[2 * k + 1]));
      m_factors[k] =
          hn::BitCast(HalfTag(), hn::Set(IdTag(), static_cast<std::int32_t>(std::uint32_t{high} << 16 | low)));
    }
  }

  HWY_INLINE LaneVector operator()(std::size_t e) const {
    const IdVector sum = hn::Add(hn::Add(product(0, e), product(1, e)), hn::Add(product(2, e), product(3, e)));
    return hn::ConvertTo(LaneTag(), sum);
  }

 private:
  using HalfTag = hn::Repartition<std::int16_t, LaneTag>;

  static const PairedTernary& pairs() {
    static const PairedTernary table;
    return table;
  }

  HWY_INLINE IdVector product(std::size_t k, std::size_t e) const {
    IdVector unused = hn::Zero(IdTag());
    const auto levels = hn::BitCast(HalfTag(), hn::Load(IdTag(), m_pairs.v[k] + e));
    return hn::ReorderWidenMulAccumulate(IdTag(), m_factors[k], levels, hn::Zero(IdTag()), unused);
  }

  const PairedTernary& m_pairs;
  hn::Vec<HalfTag> m_factors[4];
};

using ShiftedDots = PairedTernaryDots;
#elif HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX3_DL
// The entries' level numbers, two bits a value.
struct PackedTernary {
  alignas(64) std::int32_t v[kShiftedEntries];

  PackedTernary() {
    for (std::size_t e = 0; e < kShiftedEntries; ++e) {
      v[e] = 0;
      for (std::size_t j = 0; j < 8; ++j) v[e] |= (kIq1[entryAt<kShiftedEntries>(e)][j] + 1) << (2 * j);
    }
  }
};

// The same as Dots, for vectors of sixteen lanes: two values of three levels each have nine sums, which one vector
// holds and one instruction looks up.
class TernaryDots {
 public:
  explicit HWY_INLINE TernaryDots(const WholeFactors& factors) : m_packed(packed()) {
    alignas(64) static constexpr float kFirst[16] = {-1, 0, 1, 0, -1, 0, 1, 0, -1, 0, 1, 0, -1, 0, 1, 0};
    alignas(64) static constexpr float kSecond[16] = {-1, -1, -1, -1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0};
    for (std::size_t k = 0; k < 4; ++k) {
      m_sums[k] =
          hn::Add(hn::Mul(same(factors.v[2 * k]), at(kFirst)), hn::Mul(same(factors.v[2 * k + 1]), at(kSecond)));
    }
  }

  HWY_INLINE LaneVector operator()(std::size_t e) const {
    const IdVector digits = hn::Load(IdTag(), m_packed + e);
    return hn::Add(hn::Add(sumOf<0>(digits), sumOf<1>(digits)), hn::Add(sumOf<2>(digits), sumOf<3>(digits)));
  }

 private:
  static const std::int32_t* packed() {
    static const PackedTernary table;
    return table.v;
  }

  template <int kPair>
  HWY_INLINE LaneVector sumOf(IdVector digits) const {
    const IdVector index = hn::And(hn::ShiftRight<4 * kPair>(digits), hn::Set(IdTag(), 15));
    return hn::TableLookupLanes(m_sums[kPair], hn::IndicesFromVec(LaneTag(), index));
  }

  const std::int32_t* m_packed;
  LaneVector m_sums[4];
};
using ShiftedDots = TernaryDots;
#else
using ShiftedDots = PlainTernaryDots;
#endif

// Shifted up, shifted down.
HWY_INLINE std::array<LineSet, 2> shiftedSets(const CodebookBlock& block, std::size_t c) {
  const float raise = kShift * sumOfEight(block.weighted.v + 8 * c);
  return {{{block.heightsOf(c), raise}, {block.heightsOf(c) + kShiftedEntries, -raise}}};
}

// The lines of all codewords are for those who are in no hurry; ternary_search-inl.h has the other efforts.
struct ThoroughDepth {
  SearchDepth depth;

  constexpr const SearchDepth& operator[](std::size_t /*effort*/) const { return depth; }
};

// Groups of kCodewords with one shift. The codebook is no mirror image of itself, so that a negative scale gives other
// values: it is the turn 1.
template <std::size_t kCodewords>
class ShiftedCodewords {
 public:
  void build(const CodebookBlock& block, std::size_t group, Range range, std::size_t entries, LinePool& pool,
             std::size_t turn, Part<kCodewords>& part) {
    part.count = 2;
    for (std::size_t i = 0; i < kCodewords; ++i) {
      const std::size_t c = group * kCodewords + i;
      const WholeFactors factors(block.weighted.v + 8 * c);
      std::array<LineSet, 2> sets = shiftedSets(block, c);
      const float unit = turn == 0 ? factors.unit : -factors.unit;
      if (turn == 1)
        for (LineSet& set : sets) set.raise = -set.raise;
      const std::array<Lines, 2> lines = pool.addTwo(ShiftedDots(factors), unit, sets, entries, range.low, range.high);
      for (std::size_t a = 0; a < 2; ++a) part.alternatives[a][i] = lines[a];
    }
  }

  void write(const CodebookBlock& /*block*/, std::size_t group, const PartChoice<kCodewords>& choice,
             CodebookCodes& codes) const {
    for (std::size_t i = 0; i < kCodewords; ++i) {
      codes.index[group * kCodewords + i] = static_cast<std::uint16_t>(entryAt<kShiftedEntries>(choice.lines[i].id));
      codes.negativeDelta[group * kCodewords + i] = choice.alternative == 1;
    }
  }
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
