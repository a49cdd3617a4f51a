// The best codewords at a scale, for sixteen places of two rows side by side, in numbers of 16 bits. Included once per
// SIMD target.
//
// What a codeword loses is a sum over values, so over halves of a codeword: these are few (64 or 81), and
// codeword_halves.h says how to go through the pairs. A half's cost leaves its last bits to the number of a second
// half, which comes along with whatever is the least. No step depends on what is found, and no lane on another.
//
// Where the number of negative signs must be even and is not, one sign is turned: a value whose sign is wrong costs
// g·(w·g + t·w·x). A half's cost with one wrong sign is the least of its values' turned alone, and a codeword's that of
// either half with one.
//
// Rounding makes the choice nearly the best one: where nothing is known of the best, within a hundredth of what it
// loses; where something near it is, within a thousandth. The lines taken are exact.
#if defined(HALFTONE_CODEC_HALF_SCAN_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_HALF_SCAN_INL_H_
#undef HALFTONE_CODEC_HALF_SCAN_INL_H_
#else
#define HALFTONE_CODEC_HALF_SCAN_INL_H_
#endif

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <vector>

#include "core/codec/aligned_array.h"
#include "core/codec/codeword_halves.h"
#include "core/codec/level_costs-inl.h"
#include "core/codec/winning_lines-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// Where in the tables of costs all pairs lie, and what they are.
template <class Type>
struct PairsOfHalves {
  static constexpr std::size_t kNumbers = std::size_t{1} << LevelCosts<Type>::kNumberBits;

  const CodewordHalves& halves = Type::halves();
  std::vector<std::uint32_t> seconds, firsts;  // halves.seconds and the halves of halves.firsts
  // By a first half's place and a second half's number: the entry, as Winners describes it. One place more is for those
  // whose costs are all beyond what 16 bits hold: large values want large levels.
  std::vector<std::int32_t> found;

  PairsOfHalves() : found(kNumbers * (halves.firsts.size() + 1), Winners<Type>::described(largest())) {
    for (const std::uint16_t number : halves.seconds) seconds.push_back(static_cast<std::uint32_t>(kLanes * number));
    for (const CodewordHalves::First& first : halves.firsts) {
      for (std::size_t i = first.begin; i < first.end; ++i) {
        const std::size_t place = kNumbers * firsts.size() + halves.exactSeconds[i];
        found[place] = Winners<Type>::described(halves.entries[i]);
      }
      firsts.push_back(static_cast<std::uint32_t>(kLanes * first.half));
    }
  }

  static const PairsOfHalves& instance() {
    static const PairsOfHalves pairs;
    return pairs;
  }

 private:
  // The entry whose levels have the largest sum.
  static std::size_t largest() {
    const auto& book = Type::book();
    const auto sum = [](const auto& entry) { return std::accumulate(entry.begin(), entry.end(), 0); };
    const auto found =
        std::max_element(book.begin(), book.end(), [&](const auto& a, const auto& b) { return sum(a) < sum(b); });
    return static_cast<std::size_t>(found - book.begin());
  }
};

template <class Type>
class HalfScan {
 public:
  using Places = SignedPlaces<Type>;
  using Block = SignedBlock<Type>;

  HalfScan()
      : m_slots(m_pairs.halves.halves + m_pairs.halves.joined.size()),
        m_first(makeAlignedArray<std::int32_t>(kMostSides * kLanes * m_pairs.halves.halves)),
        m_second(makeAlignedArray<std::int32_t>(kMostSides * kLanes * m_slots)) {}

  // The best codewords at each lane's t, where some are known that lose no more than `known`, less Σ w·x², each (with
  // one sign wrong, in types that do not hold all signs). REQUIRES: t is LevelCosts::bounded.
  void choose(const Block& block, const PerLane& times, const PerLane (&known)[Places::kRows], Winners<Type>& winners) {
    for (std::size_t row = 0; row < Places::kRows; row += 2) {
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        const V t = at(times, lane);
        const Scales scales = {Level::sharpScale(block, t, row, lane, at(known[row], lane)),
                               Level::sharpScale(block, t, row + 1, lane, at(known[row + 1], lane))};
        Least<kMostSides> least;
        scan(block, t, scales, row, lane, least);
        for (std::size_t side = Winners<Type>::kFirst; side < kMostSides; ++side) {
          take(block, row, lane, least.cost[side], least.where[side], side, side, winners);
        }
      }
    }
  }

  // The same where nothing is known, and as if all signs could be held, which is half the work where they can't. A sign
  // is turned only then.
  void chooseRoughly(const Block& block, const PerLane& times, Winners<Type>& winners) {
    for (std::size_t row = 0; row < Places::kRows; row += 2) {
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        const Scales scales = {Level::evenScale(block, row, lane), Level::evenScale(block, row + 1, lane)};
        Least<1> least;
        scan(block, Level::bounded(at(times, lane)), scales, row, lane, least);
        take(block, row, lane, least.cost[0], least.where[0], Winners<Type>::kFirst, kMostSides - 1, winners);
      }
    }
  }

 private:
  using V = LaneVector;
  using Level = LevelCosts<Type>;
  using Scales = std::array<V, 2>;
  static constexpr std::size_t kMostSides = Type::kSigns == Signs::Any ? 1 : 2;  // with the signs right; with one wrong
  static constexpr std::size_t kHalf = Type::kLength / 2, kLevels = Places::kLevels;

  // The least so far by side, with the number of its second half in the last bits; and the place of its first half.
  template <std::size_t kSides>
  struct Least {
    PairVector cost[kSides], where[kSides];
  };

  template <std::size_t kSides>
  HWY_INLINE void scan(const Block& block, V t, const Scales& scales, std::size_t row, std::size_t lane,
                       Least<kSides>& least) {
    fill<kSides, 0>(block, t, scales, row, lane, m_first.get() + lane, kLanes * m_pairs.halves.halves);
    fill<kSides, 1>(block, t, scales, row, lane, m_second.get() + lane, kLanes * m_slots);
    for (std::size_t side = 0; side < kSides; ++side) join(secondOf(side) + lane);
    leastOfPairs(lane, least);
  }

  std::int32_t* secondOf(std::size_t side) { return m_second.get() + side * kLanes * m_slots; }

  // `apart` numbers lie between the costs with the signs right and those with one wrong.
  template <std::size_t kSides, std::size_t half>
  HWY_INLINE void fill(const Block& block, V t, const Scales& scales, std::size_t row, std::size_t lane,
                       std::int32_t* to, std::size_t apart) const {
    constexpr std::size_t j = half * kHalf, kSecond = half * kLevels, kThird = kSecond * kLevels;
    const auto zeroth = Level::template of<kSides>(block, t, scales, row, j, lane, half);
    const auto first = Level::template of<kSides>(block, t, scales, row, j + 1, lane, kSecond);
    if constexpr (kHalf == 2) {
      storeAll(zeroth, first, to, apart);
    } else {
      const auto low = together(zeroth, first);
      const auto second = Level::template of<kSides>(block, t, scales, row, j + 2, lane, kThird);
      const auto third = Level::template of<kSides>(block, t, scales, row, j + 3, lane, kThird * kLevels);
      storeAll(low, together(second, third), to, apart);
    }
  }

  template <std::size_t kSides, std::size_t kCount>
  static HWY_INLINE std::array<PairVector, kSides> sumOf(const Costs<kSides, kCount>& low, std::size_t a,
                                                         const Costs<kSides, kCount>& high, std::size_t b) {
    std::array<PairVector, kSides> sum;
    sum[0] = unsignedSum(low[0][a], high[0][b]);
    if constexpr (kSides == 2) {
      sum[1] = unsignedLesser(unsignedSum(low[1][a], high[0][b]), unsignedSum(low[0][a], high[1][b]));
    }
    return sum;
  }

  template <std::size_t kSides>
  static HWY_INLINE Costs<kSides, kLevels * kLevels> together(const Costs<kSides, kLevels>& low,
                                                              const Costs<kSides, kLevels>& high) {
    Costs<kSides, kLevels * kLevels> costs;
    for (std::size_t b = 0; b < kLevels; ++b) {
      for (std::size_t a = 0; a < kLevels; ++a) {
        const std::array<PairVector, kSides> sum = sumOf(low, a, high, b);
        for (std::size_t side = 0; side < kSides; ++side) costs[side][b * kLevels + a] = sum[side];
      }
    }
    return costs;
  }

  template <std::size_t kSides, std::size_t kCount>
  static HWY_INLINE void storeAll(const Costs<kSides, kCount>& low, const Costs<kSides, kCount>& high, std::int32_t* to,
                                  std::size_t apart) {
    for (std::size_t b = 0; b < kCount; ++b) {
      for (std::size_t a = 0; a < kCount; ++a) {
        const std::array<PairVector, kSides> sum = sumOf(low, a, high, b);
        for (std::size_t side = 0; side < kSides; ++side)
          putPairs(sum[side], to + side * apart + kLanes * (b * kCount + a));
      }
    }
  }

  HWY_INLINE void join(std::int32_t* table) const {
    std::int32_t* to = table + kLanes * m_pairs.halves.halves;
    for (const std::array<std::uint16_t, 2>& couple : m_pairs.halves.joined) {
      putPairs(unsignedLesser(pairsAt(table + kLanes * couple[0]), pairsAt(table + kLanes * couple[1])), to);
      to += kLanes;
    }
  }

  // How far all pairs have been gone through.
  struct Cursor {
    const std::uint32_t* seconds;
    std::size_t first;
  };

  template <std::size_t kSides>
  HWY_INLINE void leastOfPairs(std::size_t lane, Least<kSides>& least) {
    for (std::size_t side = 0; side < kSides; ++side) {
      least.cost[side] = samePairs(-1);
      least.where[side] = samePairs(static_cast<int>(m_pairs.firsts.size()));
    }
    Cursor cursor = {m_pairs.seconds.data(), 0};
    for (const CodewordHalves::Run& run : m_pairs.halves.runs) {
      switch (run.seconds) {
        case 1: seeRun<1>(run, lane, cursor, least); break;
        case 2: seeRun<2>(run, lane, cursor, least); break;
        case 3: seeRun<3>(run, lane, cursor, least); break;
        case 4: seeRun<4>(run, lane, cursor, least); break;
        case 5: seeRun<5>(run, lane, cursor, least); break;
        case 6: seeRun<6>(run, lane, cursor, least); break;
        case 7: seeRun<7>(run, lane, cursor, least); break;
        case 8: seeRun<8>(run, lane, cursor, least); break;
        default: seeRun<0>(run, lane, cursor, least); break;
      }
    }
  }

  // First halves that have kCount numbers each; 0: any.
  template <std::size_t kCount, std::size_t kSides>
  HWY_INLINE void seeRun(const CodewordHalves::Run& run, std::size_t lane, Cursor& cursor, Least<kSides>& least) {
    const std::size_t count = kCount == 0 ? run.seconds : kCount;
    for (const std::size_t end = cursor.first + run.firsts; cursor.first < end; ++cursor.first) {
      PairVector second[kSides];
      for (std::size_t side = 0; side < kSides; ++side) {
        const std::int32_t* costs = secondOf(side) + lane;
        second[side] = pairsAt(costs + cursor.seconds[0]);
        for (std::size_t i = 1; i < count; ++i)
          second[side] = unsignedLesser(second[side], pairsAt(costs + cursor.seconds[i]));
      }
      cursor.seconds += count;
      seePair(cursor.first, lane, second, least);
    }
  }

  template <std::size_t kSides>
  HWY_INLINE void seePair(std::size_t k, std::size_t lane, const PairVector (&second)[kSides], Least<kSides>& least) {
    const std::int32_t* first = m_first.get() + m_pairs.firsts[k] + lane;
    const PairVector right = pairsAt(first), place = samePairs(static_cast<int>(k));
    if constexpr (kSides == 1 || Type::kSigns != Signs::Even) see(unsignedSum(right, second[0]), place, 0, least);
    if constexpr (kSides == 2) {
      const PairVector wrong = pairsAt(first + kLanes * m_pairs.halves.halves);
      see(unsignedLesser(unsignedSum(right, second[1]), unsignedSum(wrong, second[0])), place, 1, least);
    }
  }

  template <std::size_t kSides>
  static HWY_INLINE void see(PairVector cost, PairVector place, std::size_t side, Least<kSides>& least) {
    const PairVector lesser = unsignedLesser(cost, least.cost[side]);
    least.where[side] = pick(isSame(lesser, least.cost[side]), least.where[side], place);
    least.cost[side] = lesser;
  }

  HWY_INLINE void take(const Block& block, std::size_t row, std::size_t lane, PairVector cost, PairVector where,
                       std::size_t firstSide, std::size_t lastSide, Winners<Type>& winners) const {
    constexpr int kBits = Level::kNumberBits;
    constexpr std::int32_t kNumber = PairsOfHalves<Type>::kNumbers - 1;
    const auto number = hn::And(asIds(cost), hn::Set(PairIds(), kNumber << 16 | kNumber)), place = asIds(where);
    const auto low = hn::Set(PairIds(), 0xffff);
    const auto lower = hn::Or(hn::ShiftLeft<kBits>(hn::And(place, low)), hn::And(number, low));
    const auto upper = hn::Or(hn::ShiftLeft<kBits>(hn::ShiftRight<16>(place)), hn::ShiftRight<16>(number));
    const std::int32_t* found = m_pairs.found.data();
    winners.take(block, row, lane, hn::GatherIndex(PairIds(), found, lower), firstSide, lastSide);
    winners.take(block, row + 1, lane, hn::GatherIndex(PairIds(), found, upper), firstSide, lastSide);
  }

  const PairsOfHalves<Type>& m_pairs = PairsOfHalves<Type>::instance();
  std::size_t m_slots;
  AlignedArray<std::int32_t> m_first, m_second;  // costs of halves, by their numbers
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
