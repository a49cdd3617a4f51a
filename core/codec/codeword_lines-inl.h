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
#include <cstddef>
#include <cstdint>

#include "core/codec/aligned_array.h"
#include "core/codec/lanes-inl.h"
#include "core/codec/set_bits.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// Σ factors[j]·level[j][e] of the entries from e on, added in pairs.
template <std::size_t kLength, std::size_t kEntries>
class Dots {
 public:
  HWY_INLINE Dots(const float (&level)[kLength][kEntries], const float* factors) : m_level(level) {
    for (std::size_t j = 0; j < kLength; ++j) m_factor[j] = same(factors[j]);
  }

  HWY_INLINE LaneVector operator()(std::size_t e) const {
    LaneVector sum = hn::Add(pair(0, e), pair(2, e));
    if constexpr (kLength == 8) sum = hn::Add(sum, hn::Add(pair(4, e), pair(6, e)));
    return sum;
  }

 private:
  HWY_INLINE LaneVector pair(std::size_t j, std::size_t e) const {
    return hn::Add(hn::Mul(m_factor[j], at(m_level[j] + e)), hn::Mul(m_factor[j + 1], at(m_level[j + 1] + e)));
  }

  const float (&m_level)[kLength][kEntries];
  LaneVector m_factor[kLength];
};

// The same less twice the least term: the sign of one value, the one that costs least, is turned.
template <std::size_t kLength, std::size_t kEntries>
class DotsButOne {
 public:
  HWY_INLINE DotsButOne(const float (&level)[kLength][kEntries], const float* factors) : m_level(level) {
    for (std::size_t j = 0; j < kLength; ++j) m_factor[j] = same(factors[j]);
  }

  HWY_INLINE LaneVector operator()(std::size_t e) const {
    LaneVector sum = hn::Mul(m_factor[0], at(m_level[0] + e));
    LaneVector least = sum;
    for (std::size_t j = 1; j < kLength; ++j) {
      const LaneVector term = hn::Mul(m_factor[j], at(m_level[j] + e));
      sum = hn::Add(sum, term);
      least = hn::Min(least, term);
    }
    return hn::Sub(sum, hn::Add(least, least));
  }

 private:
  const float (&m_level)[kLength][kEntries];
  LaneVector m_factor[kLength];
};

template <std::size_t kLength, std::size_t kEntries>
void dotAll(const float (&level)[kLength][kEntries], const float* HWY_RESTRICT factors, float* HWY_RESTRICT dots) {
  const Dots<kLength, kEntries> dot(level, factors);
  for (std::size_t e = 0; e < kEntries; e += vectorLanes()) hn::Store(dot(e), LaneTag(), dots + e);
}

// hn::Iota builds its vector in memory, number by number; these are loaded.
HWY_INLINE LaneVector firstPlaces() {
  alignas(64) static constexpr float kCount[kLanes] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return at(kCount);
}
HWY_INLINE LaneVector placesFrom(std::size_t first) { return hn::Add(firstPlaces(), same(static_cast<float>(first))); }
HWY_INLINE LaneVector nextPlaces(LaneVector places) { return hn::Add(places, same(static_cast<float>(vectorLanes()))); }

// The first of the lines that are lowest at some t, found in a pass over all of them.
class LowestLine {
 public:
  HWY_INLINE void startAt(float t) {
    m_t = same(t);
    m_least = same(3e38f);
    m_place = zeros();
  }

  // `places` are those of the lines in the lanes.
  HWY_INLINE void see(LaneVector slope, LaneVector height, LaneVector places) {
    const LaneVector value = hn::Sub(height, hn::Mul(m_t, slope));
    m_place = hn::IfThenElse(hn::Lt(value, m_least), places, m_place);
    m_least = hn::Min(m_least, value);
  }

  HWY_INLINE std::size_t place() const {
    const LaneVector least = hn::MinOfLanes(LaneTag(), m_least);
    const LaneVector found = hn::IfThenElse(hn::Eq(m_least, least), m_place, same(3e38f));
    return static_cast<std::size_t>(hn::GetLane(hn::MinOfLanes(LaneTag(), found)));
  }

 private:
  LaneVector m_t, m_least, m_place;
};

using IdTag = hn::RebindToSigned<LaneTag>;
using IdVector = hn::Vec<IdTag>;

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
      : m_slope(makeAlignedArray<float>(places * (most + 2 * kLanes))),
        m_height(makeAlignedArray<float>(places * (most + 2 * kLanes))),
        m_scratch(makeAlignedArray<float>(most)),
        m_id(makeAlignedArray<std::int32_t>(places * (most + 2 * kLanes))),
        m_places(makeAlignedArray<std::int32_t>(most + 2 * kLanes)) {}

  void clear() { m_used = 0; }

  // Keeps what may be lowest for t in [low, high] of `count` lines (a multiple of kLanes) whose slopes are dot(e) and
  // which have heights[0], or are twice that many sets. Each set's slopes are then raised by `shifts`.
  template <std::size_t kSets, class Dot>
  HWY_INLINE std::array<Lines, kSets> add(const Dot& dot, const std::array<const float*, kSets>& heights,
                                          const std::array<float, kSets>& shifts, std::size_t count, float low,
                                          float high) {
    float* slopes = m_scratch.get();
    LowestLine atLow[kSets], atHigh[kSets];
    for (std::size_t k = 0; k < kSets; ++k) {
      atLow[k].startAt(low);
      atHigh[k].startAt(high);
    }
    LaneVector places = firstPlaces();
    for (std::size_t i = 0; i < count; i += vectorLanes(), places = nextPlaces(places)) {
      const LaneVector slope = dot(i);
      hn::Store(slope, LaneTag(), slopes + i);
      for (std::size_t k = 0; k < kSets; ++k) {
        const LaneVector height = at(heights[k] + i);
        atLow[k].see(slope, height, places);
        atHigh[k].see(slope, height, places);
      }
    }
    std::array<Lines, kSets> sets;
    for (std::size_t k = 0; k < kSets; ++k) {
      const std::size_t a = atLow[k].place(), b = atHigh[k].place();
      const Line first{slopes[a], heights[k][a], a}, last{slopes[b], heights[k][b], b};
      sets[k] = sift(keepBelow(slopes, heights[k], count, Crossing(first, last, low, high)), first, last, low, high);
      if constexpr (kSets > 1) raise(sets[k], shifts[k]);
      m_used += (sets[k].count + kLanes - 1) / kLanes * kLanes;
    }
    return sets;
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
    LowestLine lowest;
    lowest.startAt(t);
    LaneVector places = firstPlaces();
    for (std::size_t i = 0; i < lines.count; i += vectorLanes(), places = nextPlaces(places)) {
      lowest.see(at(m_slope.get() + lines.first + i), at(m_height.get() + lines.first + i), places);
    }
    const std::size_t i = lines.first + lowest.place();
    return {m_slope[i], m_height[i], static_cast<std::size_t>(m_id[i])};
  }

 private:
  // In their order, at the end of the pool. Their numbers are gathered first, without a branch.
  Lines keepBelow(const float* slopes, const float* heights, std::size_t count, const Crossing& crossing) {
    const LaneTag d;
    std::int32_t* ids = m_id.get() + m_used;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; i += vectorLanes()) {
      kept += storePlaces(crossing.below(at(slopes + i), at(heights + i)), i, ids + kept);
    }
    clearAfter(ids + kept);
    for (std::size_t i = 0; i < kept; i += vectorLanes()) {
      const IdVector these = hn::Load(IdTag(), ids + i);
      hn::Store(hn::GatherIndex(d, slopes, these), d, m_slope.get() + m_used + i);
      hn::Store(hn::GatherIndex(d, heights, these), d, m_height.get() + m_used + i);
    }
    return fillUp(kept);
  }

  // The same once more, between either end and what is lowest where they cross. Lines only move forward.
  Lines sift(Lines lines, const Line& first, const Line& last, float low, float high) {
    const Crossing whole(first, last, low, high);
    const Line middle = lowest(lines, whole.t);
    const Crossing before(first, middle, low, whole.t), after(middle, last, whole.t, high);
    float* slopes = m_slope.get() + lines.first;
    float* heights = m_height.get() + lines.first;
    std::int32_t* ids = m_id.get() + lines.first;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < lines.count; i += vectorLanes()) {
      const LaneVector slope = at(slopes + i), height = at(heights + i);
      kept += storePlaces(hn::Or(before.below(slope, height), after.below(slope, height)), i, m_places.get() + kept);
    }
    clearAfter(m_places.get() + kept);
    for (std::size_t i = 0; i < kept; i += vectorLanes()) {
      const IdVector these = hn::Load(IdTag(), m_places.get() + i);
      hn::Store(hn::GatherIndex(LaneTag(), slopes, these), LaneTag(), slopes + i);
      hn::Store(hn::GatherIndex(LaneTag(), heights, these), LaneTag(), heights + i);
      hn::Store(hn::GatherIndex(IdTag(), ids, these), IdTag(), ids + i);
    }
    return fillUp(kept);
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
  Lines fillUp(std::size_t kept) {
    for (std::size_t i = 0; i < kLanes; i += vectorLanes()) {
      hn::StoreU(zeros(), LaneTag(), m_slope.get() + m_used + kept + i);
      hn::StoreU(same(3e38f), LaneTag(), m_height.get() + m_used + kept + i);
    }
    return {m_used, kept};
  }

  AlignedArray<float> m_slope, m_height, m_scratch;
  AlignedArray<std::int32_t> m_id, m_places;
  std::size_t m_used = 0;
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
