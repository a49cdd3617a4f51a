// Which codeword fits best at which scale. Included once per SIMD target.
//
// At scale s a codeword g loses Σ w·(x − s·g)² = Σ w·x² + s²·(Σ w·g² − t·Σ w·x·g) with t = 2/s. In t that is a line:
// its height Σ w·g² depends on the column alone, its slope Σ w·x·g not on the scale. So each codeword is dotted with
// the values once, and every scale after that costs one multiplication: the best codeword is the lowest line.
//
// Of the hundreds of lines few are ever lowest between two given t. The least of them is a concave curve, below the
// lines that are lowest at either end; a line that passes above the point where those two cross stays above them
// everywhere between, and is dropped.
#if defined(HALFTONE_CODEC_CODEWORD_LINES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_CODEWORD_LINES_INL_H_
#undef HALFTONE_CODEC_CODEWORD_LINES_INL_H_
#else
#define HALFTONE_CODEC_CODEWORD_LINES_INL_H_
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "core/codec/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// dots[e] = Σ factors[j]·level[j][e], added in pairs.
template <std::size_t kLength, std::size_t kEntries>
void dotAll(const float (&level)[kLength][kEntries], const float* HWY_RESTRICT factors, float* HWY_RESTRICT dots) {
  LaneVector factor[kLength];
  for (std::size_t j = 0; j < kLength; ++j) factor[j] = same(factors[j]);
  for (std::size_t e = 0; e < kEntries; e += vectorLanes()) {
    LaneVector sums[kLength / 2];
    for (std::size_t j = 0; j < kLength / 2; ++j) {
      sums[j] =
          hn::Add(hn::Mul(factor[2 * j], at(level[2 * j] + e)), hn::Mul(factor[2 * j + 1], at(level[2 * j + 1] + e)));
    }
    LaneVector sum = hn::Add(sums[0], sums[1]);
    if constexpr (kLength == 8) sum = hn::Add(sum, hn::Add(sums[2], sums[3]));
    hn::Store(sum, LaneTag(), dots + e);
  }
}

// The same less twice the least term: the sign of one value, the one that costs least, is turned.
template <std::size_t kLength, std::size_t kEntries>
void dotAllButOne(const float (&level)[kLength][kEntries], const float* HWY_RESTRICT factors,
                  float* HWY_RESTRICT dots) {
  LaneVector factor[kLength];
  for (std::size_t j = 0; j < kLength; ++j) factor[j] = same(factors[j]);
  for (std::size_t e = 0; e < kEntries; e += vectorLanes()) {
    LaneVector sum = hn::Mul(factor[0], at(level[0] + e));
    LaneVector least = sum;
    for (std::size_t j = 1; j < kLength; ++j) {
      const LaneVector term = hn::Mul(factor[j], at(level[j] + e));
      sum = hn::Add(sum, term);
      least = hn::Min(least, term);
    }
    hn::Store(hn::Sub(sum, hn::Add(least, least)), LaneTag(), dots + e);
  }
}

// The first of the lines that are lowest at some t, found in a pass over all of them.
class LowestLine {
 public:
  explicit HWY_INLINE LowestLine(float t) : m_t(same(t)), m_least(same(3e38f)), m_place(zeros()) {}

  HWY_INLINE void see(LaneVector slope, LaneVector height, std::size_t first) {
    const LaneVector value = hn::Sub(height, hn::Mul(m_t, slope));
    const LaneMask lower = hn::Lt(value, m_least);
    m_least = hn::IfThenElse(lower, value, m_least);
    m_place = hn::IfThenElse(lower, same(static_cast<float>(first)), m_place);
  }

  HWY_INLINE std::size_t place() const {
    const LaneVector least = hn::MinOfLanes(LaneTag(), m_least);
    const LaneVector places = hn::Add(m_place, hn::Iota(LaneTag(), 0.0f));
    const LaneVector found = hn::IfThenElse(hn::Eq(m_least, least), places, same(3e38f));
    return static_cast<std::size_t>(hn::GetLane(hn::MinOfLanes(LaneTag(), found)));
  }

 private:
  LaneVector m_t, m_least, m_place;
};

// Lines kept for one codeword's place, in a pool.
struct Lines {
  std::size_t first = 0;  // a multiple of kLanes
  std::size_t count = 0;
};

// One line of them: where it stands, what it is.
struct Line {
  float slope, height;
  std::size_t id;
};

class LinePool {
 public:
  // Room for `places` sets of at most `most` lines (a multiple of kLanes).
  LinePool(std::size_t places, std::size_t most)
      : m_slope(std::make_unique_for_overwrite<PerLane[]>(places * (most / kLanes + 2))),
        m_height(std::make_unique_for_overwrite<PerLane[]>(places * (most / kLanes + 2))),
        m_id(std::make_unique_for_overwrite<PerLane[]>(places * (most / kLanes + 2))) {}

  void clear() { m_used = 0; }

  // Keeps what may be lowest for t in [low, high] of `count` lines (a multiple of kLanes).
  Lines add(const float* slopes, const float* heights, std::size_t count, float low, float high) {
    LowestLine atLow(low), atHigh(high);
    for (std::size_t i = 0; i < count; i += vectorLanes()) {
      const LaneVector slope = at(slopes + i), height = at(heights + i);
      atLow.see(slope, height, i);
      atHigh.see(slope, height, i);
    }
    const std::size_t a = atLow.place(), b = atHigh.place();
    float t = low;
    if (slopes[b] > slopes[a]) t = std::clamp((heights[b] - heights[a]) / (slopes[b] - slopes[a]), low, high);
    const float bound = std::max(heights[a] - t * slopes[a], heights[b] - t * slopes[b]);
    return keepBelow(slopes, heights, count, t, bound);
  }

  // The least of the lines at each t.
  HWY_INLINE LaneVector least(Lines lines, LaneVector t) const {
    const float* slope = m_slope[0].v + lines.first;
    const float* height = m_height[0].v + lines.first;
    LaneVector even = hn::Sub(same(height[0]), hn::Mul(t, same(slope[0])));
    LaneVector odd = even;
    std::size_t i = 1;
    for (; i + 1 < lines.count; i += 2) {
      even = hn::Min(even, hn::Sub(same(height[i]), hn::Mul(t, same(slope[i]))));
      odd = hn::Min(odd, hn::Sub(same(height[i + 1]), hn::Mul(t, same(slope[i + 1]))));
    }
    if (i < lines.count) even = hn::Min(even, hn::Sub(same(height[i]), hn::Mul(t, same(slope[i]))));
    return hn::Min(even, odd);
  }

  Line lowest(Lines lines, float t) const {
    LowestLine lowest(t);
    for (std::size_t i = 0; i < lines.count; i += vectorLanes()) {
      lowest.see(at(m_slope[0].v + lines.first + i), at(m_height[0].v + lines.first + i), i);
    }
    const std::size_t i = lines.first + lowest.place();
    return {m_slope[0].v[i], m_height[0].v[i], static_cast<std::size_t>(m_id[0].v[i])};
  }

 private:
  // Lines at or below `bound` at t, in their order; then such that are never lowest, to fill the last vector.
  Lines keepBelow(const float* slopes, const float* heights, std::size_t count, float t, float bound) {
    const LaneTag d;
    float* slopesKept = m_slope[0].v + m_used;
    float* heightsKept = m_height[0].v + m_used;
    float* idsKept = m_id[0].v + m_used;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; i += vectorLanes()) {
      const LaneVector slope = at(slopes + i), height = at(heights + i);
      const LaneMask below = hn::Le(hn::Sub(height, hn::Mul(same(t), slope)), same(bound));
      if (hn::AllFalse(d, below)) continue;
      hn::StoreU(hn::Compress(slope, below), d, slopesKept + kept);
      hn::StoreU(hn::Compress(height, below), d, heightsKept + kept);
      hn::StoreU(hn::Compress(hn::Iota(d, static_cast<float>(i)), below), d, idsKept + kept);
      kept += hn::CountTrue(d, below);
    }
    for (std::size_t i = 0; i < kLanes; i += vectorLanes()) {
      hn::StoreU(zeros(), d, slopesKept + kept + i);
      hn::StoreU(same(3e38f), d, heightsKept + kept + i);
    }
    const Lines lines{m_used, kept};
    m_used += (kept + kLanes - 1) / kLanes * kLanes;
    return lines;
  }

  std::unique_ptr<PerLane[]> m_slope, m_height, m_id;
  std::size_t m_used = 0;
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
