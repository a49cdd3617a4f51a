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

#include <cstdint>
#include <type_traits>

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

class PlainTernaryDots : public Dots<8, kShiftedEntries> {
 public:
  explicit HWY_INLINE PlainTernaryDots(const float* factors) : Dots(ternaryLevels().level, factors) {}
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

#if HWY_ARCH_X86
// The entries' level numbers, two bits a value.
struct PackedTernary {
  alignas(64) std::int32_t v[kShiftedEntries];

  PackedTernary() {
    for (std::size_t e = 0; e < kShiftedEntries; ++e) {
      v[e] = 0;
      for (std::size_t j = 0; j < 8; ++j) v[e] |= (kIq1[e][j] + 1) << (2 * j);
    }
  }
};

// The same as Dots, for vectors of sixteen lanes: two values of three levels each have nine sums, which one vector
// holds and one instruction looks up.
class TernaryDots {
 public:
  explicit HWY_INLINE TernaryDots(const float* factors) : m_packed(packed()) {
    alignas(64) static constexpr float kFirst[16] = {-1, 0, 1, 0, -1, 0, 1, 0, -1, 0, 1, 0, -1, 0, 1, 0};
    alignas(64) static constexpr float kSecond[16] = {-1, -1, -1, -1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0};
    for (std::size_t k = 0; k < 4; ++k) {
      m_sums[k] = hn::Add(hn::Mul(same(factors[2 * k]), at(kFirst)), hn::Mul(same(factors[2 * k + 1]), at(kSecond)));
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
using ShiftedDots =
    std::conditional_t<HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX3_DL, TernaryDots, PlainTernaryDots>;
#else
using ShiftedDots = PlainTernaryDots;
#endif

// The lines of a codeword: shifted up, shifted down.
HWY_INLINE std::array<Lines, 2> shiftedLines(const CodebookBlock& block, std::size_t c, Range range, LinePool& pool) {
  const float* weighted = block.weighted.v + 8 * c;
  const float* heights = block.heightsOf(c);
  const float shift = kShift * sumOfEight(weighted);
  return pool.add<2>(ShiftedDots(weighted), {heights, heights + kShiftedEntries}, {shift, -shift}, kShiftedEntries,
                     range.low, range.high);
}

// Groups of kCodewords with one shift.
template <std::size_t kCodewords>
class ShiftedCodewords {
 public:
  void build(const CodebookBlock& block, std::size_t group, Range range, LinePool& pool, Part<kCodewords>& part) {
    part.count = 2;
    for (std::size_t i = 0; i < kCodewords; ++i) {
      const std::array<Lines, 2> lines = shiftedLines(block, group * kCodewords + i, range, pool);
      for (std::size_t a = 0; a < 2; ++a) part.alternatives[a][i] = lines[a];
    }
  }

  void write(const CodebookBlock& /*block*/, std::size_t group, const PartChoice<kCodewords>& choice,
             CodebookCodes& codes) const {
    for (std::size_t i = 0; i < kCodewords; ++i) {
      codes.index[group * kCodewords + i] = static_cast<std::uint16_t>(choice.lines[i].id);
      codes.negativeDelta[group * kCodewords + i] = choice.alternative == 1;
    }
  }
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
