// What the best codewords cost at a scale, exactly, for sixteen places side by side. Included once per SIMD target.
//
// At scale s a codeword g loses Σ w·(x − s·g)² = Σ w·x² + s²·Σ g·(w·g − t·w·x) with t = 2/s. That is a sum over values,
// so over halves of a codeword: these are few (64 or 81), and codeword_halves.h says how to go through the pairs. No
// step depends on what is found, and no lane on another.
//
// Where the number of negative signs must be even and is not, one sign is turned: a value whose sign is wrong costs
// g·(w·g + t·w·x). A half's cost with one wrong sign is the least of its values' turned alone, and a codeword's that of
// either half with one.
#if defined(HALFTONE_CODEC_HALF_COSTS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_HALF_COSTS_INL_H_
#undef HALFTONE_CODEC_HALF_COSTS_INL_H_
#else
#define HALFTONE_CODEC_HALF_COSTS_INL_H_
#endif

#include <array>
#include <cstdint>
#include <vector>

#include "core/codec/aligned_array.h"
#include "core/codec/codeword_halves.h"
#include "core/codec/signed_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// The best codewords of all places at some scales: what each loses there is a line in t. Side 0: with the signs right;
// side 1: with one wrong where they can't be held all. Types of any signs have one side, those of even signs side 1
// only.
template <class Type>
struct Winners {
  using Places = SignedPlaces<Type>;
  static constexpr std::size_t kFirst = Type::kSigns == Signs::Even ? 1 : 0;
  static constexpr std::size_t kEnd = Type::kSigns == Signs::Any ? 1 : 2;

  PerLane slope[kEnd][Places::kRows], height[kEnd][Places::kRows];  // Σ w·x·g, Σ w·g²
  alignas(64) std::int32_t entry[kEnd][Places::kRows][kLanes];
};

template <class Type>
class HalfCosts {
 public:
  using Places = SignedPlaces<Type>;
  using Block = SignedBlock<Type>;

  HalfCosts()
      : m_halves(Type::halves()),
        m_slots(m_halves.halves + m_halves.joined.size()),
        m_first(makeAlignedArray<float>(kMostSides * kWidth * m_halves.halves)),
        m_second(makeAlignedArray<float>(kMostSides * kWidth * m_slots)),
        m_found(makeAlignedArray<std::int32_t>(kSeconds * m_halves.firsts.size())) {
    for (const std::uint16_t number : m_halves.seconds)
      m_seconds.push_back(static_cast<std::uint32_t>(kWidth * number));
    for (const CodewordHalves::First& first : m_halves.firsts) {
      for (std::size_t i = first.begin; i < first.end; ++i) {
        m_found[kSeconds * m_firsts.size() + m_halves.exactSeconds[i]] = described(m_halves.entries[i]);
      }
      m_firsts.push_back(static_cast<std::uint32_t>(kWidth * first.half));
    }
  }

  // The best codewords at each lane's t.
  void choose(const Block& block, const PerLane& t, Winners<Type>& winners) {
    for (std::size_t row = 0; row < Places::kRows; row += kRowsAtOnce) {
      Least<kMostSides> least;
      leastOfRows(block, t, row, least);
      for (std::size_t side = Winners<Type>::kFirst; side < kMostSides; ++side) {
        for (std::size_t v = 0; v < kVectors; ++v) take(block, row, v, least.at(side, v), side, side, winners);
      }
    }
  }

  // The same as if all signs could be held, which is half the work where they can't. A sign is turned only then.
  void chooseRoughly(const Block& block, const PerLane& t, Winners<Type>& winners) {
    for (std::size_t row = 0; row < Places::kRows; row += kRowsAtOnce) {
      Least<1> least;
      leastOfRows(block, t, row, least);
      for (std::size_t v = 0; v < kVectors; ++v) {
        take(block, row, v, least.at(0, v), Winners<Type>::kFirst, kMostSides - 1, winners);
      }
    }
  }

 private:
  using V = LaneVector;
  static constexpr std::size_t kMostSides = Type::kSigns == Signs::Any ? 1 : 2;  // with the signs right; with one wrong
  static constexpr std::size_t kRowsAtOnce = 2, kWidth = kRowsAtOnce * kLanes;
  static constexpr std::size_t kVectors = kWidth / hn::MaxLanes(LaneTag());
  static constexpr std::size_t kHalf = Type::kLength / 2, kLevels = Places::kLevels;
  using Vectors = V[kVectors];

  // Of blocks beyond f16's range: enough for the largest levels, too little for costs that are not finite.
  static constexpr float kMostT = 0x1p66f;
  static constexpr std::size_t kSeconds = 128;  // the number of a second half takes seven bits
  using Integers = hn::RebindToSigned<LaneTag>;
  using IntegerVector = hn::Vec<Integers>;

  static HWY_INLINE std::size_t laneOf(std::size_t v) { return v * vectorLanes() % kLanes; }

  float* secondOf(std::size_t side) { return m_second.get() + side * kWidth * m_slots; }

  // The least so far by side; the place of its first half, and the cost of its second.
  template <std::size_t kSides>
  struct Least {
    Vectors cost[kSides], where[kSides], second[kSides];

    std::array<V, 2> at(std::size_t side, std::size_t v) const { return {where[side][v], second[side][v]}; }
  };

  template <std::size_t kSides>
  HWY_INLINE void leastOfRows(const Block& block, const PerLane& t, std::size_t row, Least<kSides>& least) {
    fill<kSides>(block, t, row);
    leastOfPairs(least);
  }

  template <std::size_t kSides>
  void fill(const Block& block, const PerLane& t, std::size_t row) {
    for (std::size_t v = 0; v < kVectors; ++v) {
      const std::size_t own = row + v * vectorLanes() / kLanes;
      fillHalf<kSides, 0>(block, t, own, v, m_first.get(), kWidth * m_halves.halves);
      fillHalf<kSides, 1>(block, t, own, v, m_second.get(), kWidth * m_slots);
    }
    join(kSides);
  }

  // Costs of one value by its level, or of two by both of theirs; with the signs right, and with one wrong.
  template <std::size_t kSides, std::size_t kCount>
  using Costs = std::array<std::array<V, kCount>, kSides>;

  template <std::size_t kSides>
  HWY_INLINE Costs<kSides, kLevels> levelCosts(const Block& block, V t, V turn, std::size_t row, std::size_t j,
                                               std::size_t lane) const {
    Costs<kSides, kLevels> costs;
    const V pull = hn::Mul(t, at(block.weighted[row][j], lane));
    for (std::size_t k = 0; k < kLevels; ++k) {
      const V height = at((*block.heights)[row][j][k], lane);
      costs[0][k] = hn::Sub(height, hn::Mul(pull, same(Type::kLevels[k])));
      if constexpr (kSides == 2) costs[1][k] = hn::Sub(height, hn::Mul(hn::Mul(pull, turn), same(Type::kLevels[k])));
    }
    return costs;
  }

  template <std::size_t kSides, std::size_t kCount>
  static HWY_INLINE Costs<kSides, 1> together(const Costs<kSides, kCount>& low, std::size_t a,
                                              const Costs<kSides, kCount>& high, std::size_t b) {
    Costs<kSides, 1> sum;
    sum[0][0] = hn::Add(low[0][a], high[0][b]);
    if constexpr (kSides == 2) sum[1][0] = hn::Min(hn::Add(low[1][a], high[0][b]), hn::Add(low[0][a], high[1][b]));
    return sum;
  }

  // The costs of second halves carry their number in their last bits, which is what is left of a cost to find it by.
  template <std::size_t half, std::size_t kSides, std::size_t kCount>
  static HWY_INLINE void storeAll(const Costs<kSides, kCount>& low, const Costs<kSides, kCount>& high, float* to,
                                  std::size_t side) {
    for (std::size_t b = 0; b < kCount; ++b) {
      for (std::size_t a = 0; a < kCount; ++a) {
        const Costs<kSides, 1> sum = together(low, a, high, b);
        const std::size_t number = b * kCount + a;
        for (std::size_t k = 0; k < kSides; ++k) {
          const V cost = half == 0 ? sum[k][0] : numbered(sum[k][0], number);
          hn::Store(cost, LaneTag(), to + k * side + kWidth * number);
        }
      }
    }
  }

  static HWY_INLINE V numbered(V cost, std::size_t number) {
    const IntegerVector bits =
        hn::And(hn::BitCast(Integers(), cost), hn::Set(Integers(), ~static_cast<int>(kSeconds - 1)));
    return hn::BitCast(LaneTag(), hn::Or(bits, hn::Set(Integers(), static_cast<std::int32_t>(number))));
  }

  // `side` numbers lie between the costs with the signs right and those with one wrong.
  template <std::size_t kSides, std::size_t half>
  HWY_INLINE void fillHalf(const Block& block, const PerLane& times, std::size_t row, std::size_t v, float* table,
                           std::size_t side) const {
    const std::size_t lane = laneOf(v), j = half * kHalf;
    const V t = hn::Min(at(times, lane), same(kMostT)), turn = at(block.turn[row], lane);
    float* to = table + v * vectorLanes();
    const auto zeroth = levelCosts<kSides>(block, t, turn, row, j, lane);
    const auto first = levelCosts<kSides>(block, t, turn, row, j + 1, lane);
    if constexpr (kHalf == 2) {
      storeAll<half>(zeroth, first, to, side);
    } else {
      const auto low = pairs(zeroth, first);
      const auto second = levelCosts<kSides>(block, t, turn, row, j + 2, lane);
      const auto third = levelCosts<kSides>(block, t, turn, row, j + 3, lane);
      storeAll<half>(low, pairs(second, third), to, side);
    }
  }

  template <std::size_t kSides>
  static HWY_INLINE Costs<kSides, kLevels * kLevels> pairs(const Costs<kSides, kLevels>& low,
                                                           const Costs<kSides, kLevels>& high) {
    Costs<kSides, kLevels * kLevels> result;
    for (std::size_t b = 0; b < kLevels; ++b) {
      for (std::size_t a = 0; a < kLevels; ++a) {
        const Costs<kSides, 1> sum = together(low, a, high, b);
        for (std::size_t k = 0; k < kSides; ++k) result[k][b * kLevels + a] = sum[k][0];
      }
    }
    return result;
  }

  void join(std::size_t sides) {
    for (std::size_t side = 0; side < sides; ++side) {
      float* table = secondOf(side);
      float* to = table + kWidth * m_halves.halves;
      for (const std::array<std::uint16_t, 2>& couple : m_halves.joined) {
        const float* a = table + kWidth * couple[0];
        const float* b = table + kWidth * couple[1];
        for (std::size_t i = 0; i < kWidth; i += vectorLanes())
          hn::Store(hn::Min(at(a + i), at(b + i)), LaneTag(), to + i);
        to += kWidth;
      }
    }
  }

  template <std::size_t kSides>
  HWY_INLINE void leastOfPairs(Least<kSides>& least) {
    for (std::size_t side = 0; side < kSides; ++side) {
      for (std::size_t v = 0; v < kVectors; ++v) {
        least.cost[side][v] = same(3e38f);
        least.where[side][v] = least.second[side][v] = zeros();
      }
    }
    Cursor cursor = {m_seconds.data(), 0};
    for (const CodewordHalves::Run& run : m_halves.runs) {
      switch (run.seconds) {
        case 1: seeRun<1>(run, cursor, least); break;
        case 2: seeRun<2>(run, cursor, least); break;
        case 3: seeRun<3>(run, cursor, least); break;
        case 4: seeRun<4>(run, cursor, least); break;
        case 5: seeRun<5>(run, cursor, least); break;
        case 6: seeRun<6>(run, cursor, least); break;
        case 7: seeRun<7>(run, cursor, least); break;
        case 8: seeRun<8>(run, cursor, least); break;
        default: seeRun<0>(run, cursor, least); break;
      }
    }
  }

  // How far all pairs have been gone through.
  struct Cursor {
    const std::uint32_t* seconds;
    std::size_t first;
  };

  // First halves that have kCount numbers each; 0: any.
  template <std::size_t kCount, std::size_t kSides>
  HWY_INLINE void seeRun(const CodewordHalves::Run& run, Cursor& cursor, Least<kSides>& least) {
    const std::size_t count = kCount == 0 ? run.seconds : kCount;
    for (const std::size_t end = cursor.first + run.firsts; cursor.first < end; ++cursor.first) {
      Vectors second[kSides];
      for (std::size_t side = 0; side < kSides; ++side) {
        for (std::size_t v = 0; v < kVectors; ++v) {
          second[side][v] = at(secondOf(side) + cursor.seconds[0] + v * vectorLanes());
        }
      }
      for (std::size_t i = 1; i < count; ++i) {
        for (std::size_t side = 0; side < kSides; ++side) {
          const float* costs = secondOf(side) + cursor.seconds[i];
          for (std::size_t v = 0; v < kVectors; ++v) {
            second[side][v] = hn::Min(second[side][v], at(costs + v * vectorLanes()));
          }
        }
      }
      cursor.seconds += count;
      seePair(cursor.first, second, least);
    }
  }

  template <std::size_t kSides>
  HWY_INLINE void seePair(std::size_t k, const Vectors (&second)[kSides], Least<kSides>& least) {
    const float* first = m_first.get() + m_firsts[k];
    const V place = same(static_cast<float>(k));
    for (std::size_t v = 0; v < kVectors; ++v) {
      const V right = at(first + v * vectorLanes());
      if constexpr (kSides == 1 || Type::kSigns != Signs::Even) see(right, second[0][v], place, 0, v, least);
      if constexpr (kSides == 2) {
        see(right, second[1][v], place, 1, v, least);
        see(at(first + kWidth * m_halves.halves + v * vectorLanes()), second[0][v], place, 1, v, least);
      }
    }
  }

  template <std::size_t kSides>
  static HWY_INLINE void see(V first, V second, V place, std::size_t side, std::size_t v, Least<kSides>& least) {
    const V cost = hn::Add(first, second);
    const LaneMask better = hn::Lt(cost, least.cost[side][v]);
    least.where[side][v] = hn::IfThenElse(better, place, least.where[side][v]);
    least.second[side][v] = hn::IfThenElse(better, second, least.second[side][v]);
    least.cost[side][v] = hn::Min(cost, least.cost[side][v]);
  }

  // The line of what was found, for sides firstSide to lastSide.
  HWY_INLINE void take(const Block& block, std::size_t firstRow, std::size_t v, const std::array<V, 2>& found,
                       std::size_t firstSide, std::size_t lastSide, Winners<Type>& winners) const {
    const Integers integers;
    const std::size_t row = firstRow + v * vectorLanes() / kLanes, lane = laneOf(v);
    const IntegerVector number =
        hn::And(hn::BitCast(integers, found[1]), hn::Set(integers, static_cast<int>(kSeconds - 1)));
    const IntegerVector place = hn::ConvertTo(integers, hn::Mul(found[0], same(static_cast<float>(kSeconds))));
    const IntegerVector described = hn::GatherIndex(integers, m_found.get(), hn::Add(place, number));
    V slope = zeros(), height = zeros(), cheapest = same(3e38f);
    addValue<0>(block, row, lane, described, slope, height, cheapest);
    const LaneMask odd = hn::Lt(at(block.turn[row], lane), zeros());
    for (std::size_t side = firstSide; side <= lastSide; ++side) {
      const V lost = side == 1 ? hn::IfThenElseZero(odd, hn::Add(cheapest, cheapest)) : zeros();
      put(hn::Sub(slope, lost), winners.slope[side][row], lane);
      put(height, winners.height[side][row], lane);
      hn::Store(hn::ShiftRight<16>(described), integers, winners.entry[side][row] + lane);
    }
  }

  template <std::size_t j>
  HWY_INLINE void addValue(const Block& block, std::size_t row, std::size_t lane, IntegerVector found, V& slope,
                           V& height, V& cheapest) const {
    if constexpr (j < Type::kLength) {
      constexpr int kBits = 16 / Type::kLength;
      const Integers integers;
      const IntegerVector index =
          hn::And(hn::ShiftRight<kBits* static_cast<int>(j)>(found), hn::Set(integers, (1 << kBits) - 1));
      const V level = hn::GatherIndex(LaneTag(), Type::kLevels.data(), index);
      const V term = hn::Mul(at(block.weighted[row][j], lane), level);
      slope = hn::Add(slope, term);
      height = hn::Add(height, hn::Mul(hn::Mul(at((*block.weights)[row][j], lane), level), level));
      cheapest = hn::Min(cheapest, term);
      addValue<j + 1>(block, row, lane, found, slope, height, cheapest);
    }
  }

  // The indices of an entry's levels, 16 / kLength bits each, below its number.
  static std::int32_t described(std::size_t entry) {
    std::uint32_t all = 0;
    for (std::size_t j = 0; j < Type::kLength; ++j) {
      std::uint32_t index = 0;
      while (Type::kLevels[index] != static_cast<float>(Type::book()[entry][j])) ++index;
      all |= index << (16 / Type::kLength * j);
    }
    return static_cast<std::int32_t>(all | static_cast<std::uint32_t>(entry) << 16);
  }

  const CodewordHalves& m_halves;
  std::size_t m_slots;
  AlignedArray<float> m_first, m_second;
  AlignedArray<std::int32_t> m_found;              // by a first half's place and a second half's number: described()
  std::vector<std::uint32_t> m_seconds, m_firsts;  // m_halves.seconds and the halves of m_halves.firsts: where in these
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
