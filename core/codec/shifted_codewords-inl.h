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

class ShiftedSlopes {
 public:
  // Σ w·x·(g + δ) of all lines.
  const float* of(const float* weighted) {
    dotAll(ternaryLevels().level, weighted, m_up);
    const LaneVector shift = same(kShift * sumOfEight(weighted));
    for (std::size_t e = 0; e < kShiftedEntries; e += vectorLanes()) {
      const LaneVector dot = at(m_up + e);
      hn::Store(hn::Add(dot, shift), LaneTag(), m_up + e);
      hn::Store(hn::Sub(dot, shift), LaneTag(), m_up + kShiftedEntries + e);
    }
    return m_up;
  }

 private:
  alignas(64) float m_up[kShiftedLines];
};

// Each codeword with a shift of its own: one set of lines.
class ShiftedCodewords {
 public:
  void build(const CodebookBlock& block, std::size_t c, Range range, LinePool& pool, Part<1>& part) {
    const float* slopes = m_slopes.of(block.weighted.v + 8 * c);
    part.alternatives[0][0] = pool.add(slopes, block.heightsOf(c), kShiftedLines, range.low, range.high);
  }

  void write(const CodebookBlock& /*block*/, std::size_t c, const PartChoice<1>& choice, CodebookCodes& codes) const {
    const std::size_t line = choice.lines[0].id;
    codes.index[c] = static_cast<std::uint16_t>(line % kShiftedEntries);
    codes.negativeDelta[c] = line >= kShiftedEntries;
  }

 private:
  ShiftedSlopes m_slopes;
};

// Four codewords with one shift.
class ShiftedGroups {
 public:
  void build(const CodebookBlock& block, std::size_t group, Range range, LinePool& pool, Part<4>& part) {
    part.count = 2;
    for (std::size_t i = 0; i < 4; ++i) {
      const std::size_t c = 4 * group + i;
      const float* slopes = m_slopes.of(block.weighted.v + 8 * c);
      for (std::size_t a = 0; a < 2; ++a) {
        part.alternatives[a][i] = pool.add(slopes + a * kShiftedEntries, block.heightsOf(c) + a * kShiftedEntries,
                                           kShiftedEntries, range.low, range.high);
      }
    }
  }

  void write(const CodebookBlock& /*block*/, std::size_t group, const PartChoice<4>& choice,
             CodebookCodes& codes) const {
    for (std::size_t i = 0; i < 4; ++i) {
      codes.index[4 * group + i] = static_cast<std::uint16_t>(choice.lines[i].id);
      codes.negativeDelta[4 * group + i] = choice.alternative == 1;
    }
  }

 private:
  ShiftedSlopes m_slopes;
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
