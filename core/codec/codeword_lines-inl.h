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
    m_least = hn::Min(m_least, value);
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

using IdTag = hn::RebindToSigned<LaneTag>;
using IdVector = hn::Vec<IdTag>;
struct alignas(64) Ids {
  std::int32_t v[kLanes];
};

// Lines kept for one codeword's place, in a pool.
struct Lines {
  std::size_t first = 0;  // a multiple of kLanes
  std::size_t count = 0;
};

// One line: what it is, and which.
struct Line {
  float slope, height;
  std::size_t id;

  float at(float t) const { return height - t * slope; }
};

// Where the line that is lower before crosses the one that is lower after: lines above both there are of no use
// between.
struct Crossing {
  float t, bound;

  Crossing(const Line& before, const Line& after, float low, float high) : t(low) {
    if (after.slope > before.slope) {
      t = std::clamp((after.height - before.height) / (after.slope - before.slope), low, high);
    }
    bound = std::max(before.at(t), after.at(t));
  }

  HWY_INLINE LaneMask below(LaneVector slope, LaneVector height) const {
    return hn::Le(hn::Sub(height, hn::Mul(same(t), slope)), same(bound));
  }
};

class LinePool {
 public:
  // Room for `places` sets of at most `most` lines (a multiple of kLanes).
  LinePool(std::size_t places, std::size_t most)
      : m_slope(std::make_unique_for_overwrite<PerLane[]>(places * (most / kLanes + 2))),
        m_height(std::make_unique_for_overwrite<PerLane[]>(places * (most / kLanes + 2))),
        m_id(std::make_unique_for_overwrite<Ids[]>(places * (most / kLanes + 2))) {}

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
    const Line first{slopes[a], heights[a], a}, last{slopes[b], heights[b], b};
    const Lines kept =
        sift(keepBelow(slopes, heights, count, Crossing(first, last, low, high)), first, last, low, high);
    m_used += (kept.count + kLanes - 1) / kLanes * kLanes;
    return kept;
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
  // In their order, at the end of the pool. Their numbers are gathered first, without a branch.
  Lines keepBelow(const float* slopes, const float* heights, std::size_t count, const Crossing& crossing) {
    const LaneTag d;
    std::int32_t* ids = m_id[0].v + m_used;
    IdVector id = hn::Iota(IdTag(), 0);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; i += vectorLanes()) {
      const LaneMask below = crossing.below(at(slopes + i), at(heights + i));
      hn::StoreU(hn::Compress(id, hn::RebindMask(IdTag(), below)), IdTag(), ids + kept);
      kept += hn::CountTrue(d, below);
      id = hn::Add(id, hn::Set(IdTag(), static_cast<std::int32_t>(vectorLanes())));
    }
    for (std::size_t i = 0; i < kLanes; i += vectorLanes()) hn::StoreU(hn::Zero(IdTag()), IdTag(), ids + kept + i);
    for (std::size_t i = 0; i < kept; i += vectorLanes()) {
      const IdVector these = hn::Load(IdTag(), ids + i);
      hn::Store(hn::GatherIndex(d, slopes, these), d, m_slope[0].v + m_used + i);
      hn::Store(hn::GatherIndex(d, heights, these), d, m_height[0].v + m_used + i);
    }
    return fillUp(kept);
  }

  // The same once more, between either end and what is lowest where they cross. Lines only move forward.
  Lines sift(Lines lines, const Line& first, const Line& last, float low, float high) {
    const Crossing whole(first, last, low, high);
    const Line middle = lowest(lines, whole.t);
    const Crossing before(first, middle, low, whole.t), after(middle, last, whole.t, high);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < lines.count; i += vectorLanes()) {
      const std::size_t from = lines.first + i;
      const LaneVector slope = at(m_slope[0].v + from), height = at(m_height[0].v + from);
      const LaneMask below = hn::Or(before.below(slope, height), after.below(slope, height));
      keep(slope, height, hn::Load(IdTag(), m_id[0].v + from), below, kept);
    }
    return fillUp(kept);
  }

  HWY_INLINE void keep(LaneVector slope, LaneVector height, IdVector id, LaneMask which, std::size_t& kept) {
    const LaneTag d;
    hn::StoreU(hn::Compress(slope, which), d, m_slope[0].v + m_used + kept);
    hn::StoreU(hn::Compress(height, which), d, m_height[0].v + m_used + kept);
    hn::StoreU(hn::Compress(id, hn::RebindMask(IdTag(), which)), IdTag(), m_id[0].v + m_used + kept);
    kept += hn::CountTrue(d, which);
  }

  // Lines that are never lowest fill the last vector.
  Lines fillUp(std::size_t kept) {
    for (std::size_t i = 0; i < kLanes; i += vectorLanes()) {
      hn::StoreU(zeros(), LaneTag(), m_slope[0].v + m_used + kept + i);
      hn::StoreU(same(3e38f), LaneTag(), m_height[0].v + m_used + kept + i);
    }
    return {m_used, kept};
  }

  std::unique_ptr<PerLane[]> m_slope, m_height;
  std::unique_ptr<Ids[]> m_id;
  std::size_t m_used = 0;
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
