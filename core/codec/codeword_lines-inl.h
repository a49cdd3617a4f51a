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
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "core/codec/aligned_array.h"
#include "core/codec/codeword_dots-inl.h"
#include "core/codec/set_bits.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

using IdTag = hn::RebindToSigned<LaneTag>;
using IdVector = hn::Vec<IdTag>;

// hn::Iota builds its vector in memory, number by number; these are loaded.
HWY_INLINE LaneVector firstPlaces() {
  alignas(64) static constexpr float kCount[kLanes] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return at(kCount);
}
HWY_INLINE LaneVector nextPlaces(LaneVector places) { return hn::Add(places, same(static_cast<float>(vectorLanes()))); }
HWY_INLINE LaneVector placesFrom(std::size_t first) { return hn::Add(firstPlaces(), same(static_cast<float>(first))); }

// The first place of the least value, found in a pass over all values.
class LeastPlace {
 public:
  HWY_INLINE void start() {
    m_least = same(3e38f);
    m_place = zeros();
  }

  // `places` are those of the values in the lanes.
  HWY_INLINE void see(LaneVector value, LaneVector places) {
    m_place = hn::IfThenElse(hn::Lt(value, m_least), places, m_place);
    m_least = hn::Min(m_least, value);
  }

  HWY_INLINE std::size_t place() const {
    const LaneVector least = hn::MinOfLanes(LaneTag(), m_least);
    const LaneVector found = hn::IfThenElse(hn::Eq(m_least, least), m_place, same(3e38f));
    return static_cast<std::size_t>(hn::GetLane(hn::MinOfLanes(LaneTag(), found)));
  }

 private:
  LaneVector m_least, m_place;
};

// Appends `first` and the places of the lanes that `which` holds to `places`, and says how many they are; may write one
// vector. Highway's Compress does it only where one instruction does: elsewhere its tables are copied at every call.
#if HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX3_DL
HWY_INLINE std::size_t storePlaces(LaneMask which, std::size_t first, std::int32_t* places) {
  alignas(64) static constexpr std::int32_t kCount[kLanes] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const IdVector all = hn::Add(hn::Load(IdTag(), kCount), hn::Set(IdTag(), static_cast<std::int32_t>(first)));
  hn::StoreU(hn::Compress(all, hn::RebindMask(IdTag(), which)), IdTag(), places);
  return hn::CountTrue(LaneTag(), which);
}
#else
HWY_INLINE std::size_t storePlaces(LaneMask which, std::size_t first, std::int32_t* places) {
  static_assert(hn::MaxLanes(LaneTag()) <= 8, "kSetBits is for eight bits");
  std::uint8_t bits[8];
  hn::StoreMaskBits(LaneTag(), which, bits);
  const auto lanes = hn::PromoteTo(IdTag(), hn::LoadU(hn::Rebind<std::uint8_t, IdTag>(), kSetBits.places[bits[0]]));
  hn::StoreU(hn::Add(lanes, hn::Set(IdTag(), static_cast<std::int32_t>(first))), IdTag(), places);
  return kSetBits.count[bits[0]];
}
#endif

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
  float share, slack;  // where t lies between the ends; what rounding may add

  Crossing(const Line& before, const Line& after, float low, float high) : t(low) {
    if (after.slope > before.slope) {
      t = std::clamp((after.height - before.height) / (after.slope - before.slope), low, high);
    }
    bound = std::max(before.at(t), after.at(t));
    share = high > low ? (t - low) / (high - low) : 0.0f;
    slack = 4e-6f * (std::fabs(before.at(low)) + std::fabs(before.at(high)) + std::fabs(after.at(low)) +
                     std::fabs(after.at(high)));
  }

  HWY_INLINE LaneMask below(LaneVector slope, LaneVector height) const {
    return hn::Le(hn::Sub(height, hn::Mul(same(t), slope)), same(bound));
  }

  // For dots instead of slopes, which are dots times `scale`.
  Crossing ofDots(float scale) const {
    Crossing result = *this;
    result.t *= scale;
    return result;
  }

  // Whether all lines are whose values at the ends are at least these, of kLanes groups of lines.
  HWY_INLINE bool isAbove(const float* atLow, const float* atHigh) const {
    LaneMask above = hn::Eq(zeros(), zeros());
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const LaneVector value =
          hn::Add(hn::Mul(at(atLow + lane), same(1.0f - share)), hn::Mul(at(atHigh + lane), same(share)));
      above = hn::And(above, hn::Gt(value, same(bound + slack)));
    }
    return hn::AllTrue(LaneTag(), above);
  }
};

// One of two sets of lines that share their dots.
struct LineSet {
  const float* heights;
  float raise;  // of the slopes over unit·dot
};

class LinePool {
 public:
  static constexpr std::size_t kRows = 4, kGroup = kRows * kLanes;

  // Room for `places` sets of at most `most` lines (a multiple of kGroup).
  LinePool(std::size_t places, std::size_t most)
      : m_most(most),
        m_dots(makeAlignedArray<float>(most)),
        m_least(makeAlignedArray<float>(4 * most / kRows)),
        m_slope(makeAlignedArray<float>(places * (most + 2 * kLanes))),
        m_height(makeAlignedArray<float>(places * (most + 2 * kLanes))),
        m_id(makeAlignedArray<std::int32_t>(places * (most + 2 * kLanes))),
        m_groups(makeAlignedArray<std::size_t>(most / kGroup + 1)) {}

  void clear() { m_used = 0; }

  // Keeps what may be lowest for t in [low, high], of two sets of `count` lines (a multiple of kGroup) with the slopes
  // unit·dot(e) + raise, `unit` a power of two or the negative of one.
  template <class Dot>
  HWY_INLINE std::array<Lines, 2> addTwo(const Dot& dot, float unit, const std::array<LineSet, 2>& sets,
                                         std::size_t count, float low, float high) {
    dotGroups(dot, sets, count, low * unit, high * unit);
    std::array<Lines, 2> kept;
    for (std::size_t k = 0; k < 2; ++k) {
      const Line first = lowestOfAll(leastOf(2 * k), sets[k].heights, unit, count, low);
      const Line last = lowestOfAll(leastOf(2 * k + 1), sets[k].heights, unit, count, high);
      const Crossing crossing(first, last, low, high);
      const std::size_t groups = groupsBelow(k, count, crossing);
      kept[k] = keepBelow(m_dots.get(), sets[k].heights, unit, groups, kGroup, crossing);
      m_used += (kept[k].count + kLanes - 1) / kLanes * kLanes;
      raise(kept[k], sets[k].raise);
    }
    return kept;
  }

  // The least of the lines at each t.
  HWY_INLINE LaneVector least(Lines lines, LaneVector t) const {
    const float* slope = m_slope.get() + lines.first;
    const float* height = m_height.get() + lines.first;
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
    LeastPlace lowest;
    lowest.start();
    LaneVector places = firstPlaces();
    for (std::size_t i = 0; i < lines.count; i += vectorLanes(), places = nextPlaces(places)) {
      const LaneVector slope = at(m_slope.get() + lines.first + i), height = at(m_height.get() + lines.first + i);
      lowest.see(hn::Sub(height, hn::Mul(same(t), slope)), places);
    }
    const std::size_t i = lines.first + lowest.place();
    return {m_slope[i], m_height[i], static_cast<std::size_t>(m_id[i])};
  }

 private:
  // The dots of all lines, and of each group and lane the least value of either set at either end.
  template <class Dot>
  HWY_INLINE void dotGroups(const Dot& dot, const std::array<LineSet, 2>& sets, std::size_t count, float low,
                            float high) {
    for (std::size_t group = 0; group < count; group += kGroup) {
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        LaneVector atLow[2] = {same(3e38f), same(3e38f)}, atHigh[2] = {same(3e38f), same(3e38f)};
        for (std::size_t i = group + lane; i < group + kGroup; i += kLanes) {
          const LaneVector dots = dot(i);
          hn::Store(dots, LaneTag(), m_dots.get() + i);
          const LaneVector dropLow = hn::Mul(same(low), dots), dropHigh = hn::Mul(same(high), dots);
          for (std::size_t k = 0; k < 2; ++k) {
            const LaneVector height = at(sets[k].heights + i);
            atLow[k] = hn::Min(atLow[k], hn::Sub(height, dropLow));
            atHigh[k] = hn::Min(atHigh[k], hn::Sub(height, dropHigh));
          }
        }
        for (std::size_t k = 0; k < 2; ++k) {
          hn::Store(atLow[k], LaneTag(), leastOf(2 * k) + group / kRows + lane);
          hn::Store(atHigh[k], LaneTag(), leastOf(2 * k + 1) + group / kRows + lane);
        }
      }
    }
  }

  // One vector of lanes per group, of set k at the low end (2k) and at the high end (2k + 1).
  float* leastOf(std::size_t which) { return m_least.get() + which * m_most / kRows; }

  // The first line that is lowest of all at t: the first group that has it, and in that the first line. Nothing here
  // branches on values. A slope is a dot times `scale`.
  HWY_INLINE Line lowestOfAll(const float* least, const float* heights, float scale, std::size_t count, float t) const {
    LeastPlace group;
    group.start();
    for (std::size_t first = 0; first < count; first += kGroup) {
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        group.see(at(least + first / kRows + lane), same(static_cast<float>(first)));
      }
    }
    const std::size_t first = group.place();
    LeastPlace line;
    line.start();
    for (std::size_t i = first; i < first + kGroup; i += vectorLanes()) {
      line.see(hn::Sub(at(heights + i), hn::Mul(same(t * scale), at(m_dots.get() + i))), placesFrom(i - first));
    }
    const std::size_t id = first + line.place();
    return {scale * m_dots[id], heights[id], id};
  }

  // Lists the groups that reach down to the bound: whose least values at either end do not lie so high that nothing
  // between them does.
  HWY_INLINE std::size_t groupsBelow(std::size_t set, std::size_t count, const Crossing& crossing) {
    const float* atLow = leastOf(2 * set);
    const float* atHigh = leastOf(2 * set + 1);
    std::size_t groups = 0;
    for (std::size_t group = 0; group < count; group += kGroup) {
      m_groups[groups] = group;
      groups += crossing.isAbove(atLow + group / kRows, atHigh + group / kRows) ? 0 : 1;
    }
    return groups;
  }

  // Of the first groups listed, each of `size` lines, in their order, at the end of the pool.
  HWY_INLINE Lines keepBelow(const float* dots, const float* heights, float scale, std::size_t groups, std::size_t size,
                             const Crossing& crossing) {
    const LaneTag d;
    std::int32_t* ids = m_id.get() + m_used;
    const Crossing ofDots = crossing.ofDots(scale);
    std::size_t kept = 0;
    for (std::size_t k = 0; k < groups; ++k) {
      for (std::size_t i = m_groups[k]; i < m_groups[k] + size; i += vectorLanes()) {
        kept += storePlaces(ofDots.below(at(dots + i), at(heights + i)), i, ids + kept);
      }
    }
    clearAfter(ids + kept);
    for (std::size_t i = 0; i < kept; i += vectorLanes()) {
      const IdVector these = hn::Load(IdTag(), ids + i);
      hn::Store(hn::Mul(same(scale), hn::GatherIndex(d, dots, these)), d, m_slope.get() + m_used + i);
      hn::Store(hn::GatherIndex(d, heights, these), d, m_height.get() + m_used + i);
    }
    return fillUp(m_used, kept);
  }

  static void clearAfter(std::int32_t* places) {
    for (std::size_t i = 0; i < kLanes; i += vectorLanes()) hn::StoreU(hn::Zero(IdTag()), IdTag(), places + i);
  }

  void raise(Lines lines, float shift) {
    for (std::size_t i = lines.first; i < lines.first + lines.count; i += vectorLanes()) {
      hn::Store(hn::Add(at(m_slope.get() + i), same(shift)), LaneTag(), m_slope.get() + i);
    }
  }

  // Lines that are never lowest fill the last vector.
  Lines fillUp(std::size_t first, std::size_t kept) {
    for (std::size_t i = 0; i < kLanes; i += vectorLanes()) {
      hn::StoreU(zeros(), LaneTag(), m_slope.get() + first + kept + i);
      hn::StoreU(same(3e38f), LaneTag(), m_height.get() + first + kept + i);
    }
    return {first, kept};
  }

  std::size_t m_most;
  AlignedArray<float> m_dots;   // of all lines of the codeword at hand
  AlignedArray<float> m_least;  // of the groups of the codeword at hand
  AlignedArray<float> m_slope, m_height;
  AlignedArray<std::int32_t> m_id;
  AlignedArray<std::size_t> m_groups;
  std::size_t m_used = 0;
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
