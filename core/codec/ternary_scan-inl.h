// The best ternary codeword (iq1) for each of sixteen groups of eight values at once, at a given scale. Included once
// per SIMD target.
//
// At t = 2/s and a shift δ of all levels, a value that is not 0 but ±1, of the sign it has, changes what its codeword
// loses by k = w·(1 ± 2δ) − t·w·|x|: a codeword loses the sum of k over its support, plus what is the same for all. So
// the best is the least of 256 sums of eight numbers, over those supports that the codebook has under these signs.
// The nearest ±1 is the one on the value's side of the shift; no codeword with the other is tried, which is best so
// rarely that the error rises by some thousandths.
//
// A turn is the sign of d: the codebook is no mirror image of itself, so that a negative d gives other values. No value
// at all is in the codebook, so that no least sum is above 0, and rows without a support do not matter.
//
// The numbers are rounded to 16 bits; the largest loss that can be saved is 32000, so that rounding is worth less than
// a thousandth of it. What cannot pay off may saturate. The supports without and with value 7 are the two halves of a
// lane.
#if defined(HALFTONE_CODEC_TERNARY_SCAN_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_TERNARY_SCAN_INL_H_
#undef HALFTONE_CODEC_TERNARY_SCAN_INL_H_
#else
#define HALFTONE_CODEC_TERNARY_SCAN_INL_H_
#endif

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/codec/half_pairs-inl.h"
#include "core/codec/ternary_supports.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

using TernaryIds = hn::RebindToSigned<LaneTag>;
using TernaryIdVector = hn::Vec<TernaryIds>;

inline constexpr float kMostSaved = 32000.0f;

// Whole numbers per lane.
struct alignas(64) IdPerLane {
  std::int32_t v[kLanes];
};

// The codebook's rows (see TernarySupports) for the signs of each lane.
struct SupportRows {
  std::array<PairPerLane, TernarySupports::kRows> row;

  void set(const IdPerLane& signs, std::int32_t turned) {
    const auto& rows = ternarySupports().rows;
    for (std::size_t k = 0; k < kLanes; ++k) {
      const std::uint32_t* own = rows[signs.v[k] ^ turned];
      for (std::size_t r = 0; r < row.size(); ++r) row[r].v[k] = static_cast<std::int32_t>(own[r]);
    }
  }
};

// What each support loses, as sums of two parts.
struct SupportSums {
  std::array<PairPerLane, 16> low;  // values 0 to 3; and 7 in the upper halves
  std::array<PairPerLane, 8> high;  // values 4 to 6

  // For the lanes from `lane` on. REQUIRES: the sum of the negative k is at least −kMostSaved.
  HWY_INLINE void set(const LaneVector (&k)[8], std::size_t lane) {
    putPairs(upper(k[7]), low[0], lane);
    putPairs(samePairs(0), high[0], lane);
    for (std::size_t j = 0; j < 4; ++j) addTo(low, std::size_t{1} << j, both(k[j]), lane);
    for (std::size_t j = 0; j < 3; ++j) addTo(high, std::size_t{1} << j, both(k[4 + j]), lane);
  }

 private:
  // Adding 1.5·2^23 puts the nearest whole number into the low bits.
  static HWY_INLINE TernaryIdVector rounded(LaneVector k) {
    return hn::BitCast(TernaryIds(), hn::Add(hn::Min(k, same(32767.0f)), same(12582912.0f)));
  }
  static HWY_INLINE PairVector upper(LaneVector k) { return asPairs(hn::ShiftLeft<16>(rounded(k))); }
  static HWY_INLINE PairVector both(LaneVector k) {
    const TernaryIdVector number = rounded(k);
    return asPairs(hn::Or(hn::And(number, hn::Set(TernaryIds(), 0xffff)), hn::ShiftLeft<16>(number)));
  }
  template <std::size_t kCount>
  static HWY_INLINE void addTo(std::array<PairPerLane, kCount>& sums, std::size_t count, PairVector k,
                               std::size_t lane) {
    for (std::size_t i = 0; i < count; ++i) putPairs(saturatedSum(pairsAt(sums[i], lane), k), sums[count + i], lane);
  }
};

HWY_INLINE PairVector supportBit(std::size_t l) { return samePairs(static_cast<std::int16_t>(1U << l)); }

// The halves of each lane, as whole numbers.
HWY_INLINE TernaryIdVector lowerHalf(const PairPerLane& pairs, std::size_t lane) {
  return hn::ShiftRight<16>(hn::ShiftLeft<16>(hn::Load(TernaryIds(), pairs.v + lane)));
}
HWY_INLINE TernaryIdVector upperHalf(const PairPerLane& pairs, std::size_t lane) {
  return hn::ShiftRight<16>(hn::Load(TernaryIds(), pairs.v + lane));
}

// The least of each of kSums, every other of a shift, under its shift's rows in each turn; for the lanes from `lane`
// on.
template <std::size_t kSums>
HWY_INLINE void leastSums(const SupportSums* sums, const SupportRows (&rows)[2][2], std::size_t lane,
                          LaneVector (&least)[kSums][2]) {
  PairVector found[kSums][2];
  for (auto& own : found) own[0] = own[1] = samePairs(32767);
  for (std::size_t r = 0; r < TernarySupports::kRows; ++r) {
    PairVector row[2][2], inRow[kSums][2];
    for (std::size_t f = 0; f < 2; ++f)
      for (std::size_t turn = 0; turn < 2; ++turn) row[f][turn] = pairsAt(rows[f][turn].row[r], lane);
    for (auto& own : inRow) own[0] = own[1] = samePairs(32767);
    for (std::size_t l = 0; l < 16; ++l) {
      for (std::size_t f = 0; f < 2; ++f) {
        const PairMask in[2] = {hasBit(row[f][0], supportBit(l)), hasBit(row[f][1], supportBit(l))};
        for (std::size_t k = f; k < kSums; k += 2) {
          const PairVector low = pairsAt(sums[k].low[l], lane);
          for (std::size_t turn = 0; turn < 2; ++turn)
            inRow[k][turn] = pick(in[turn], lesser(inRow[k][turn], low), inRow[k][turn]);
        }
      }
    }
    for (std::size_t k = 0; k < kSums; ++k) {
      const PairVector high = pairsAt(sums[k].high[r], lane);
      for (std::size_t turn = 0; turn < 2; ++turn)
        found[k][turn] = lesser(found[k][turn], saturatedSum(inRow[k][turn], high));
    }
  }
  for (std::size_t k = 0; k < kSums; ++k) {
    for (std::size_t turn = 0; turn < 2; ++turn) {
      PairPerLane pairs;
      putPairs(found[k][turn], pairs, lane);
      least[k][turn] = hn::ConvertTo(LaneTag(), hn::Min(lowerHalf(pairs, lane), upperHalf(pairs, lane)));
    }
  }
}

// A least sum and its support.
struct LeastSupport {
  LaneVector least;
  TernaryIdVector support;
};

// Which of a row's supports has the least sum.
HWY_INLINE PairVector lowestInRow(const SupportSums& sums, PairVector row, std::size_t lane) {
  PairVector lowest = samePairs(32767), place = samePairs(0);
  for (std::size_t l = 0; l < 16; ++l) {
    const PairVector sum = pick(hasBit(row, supportBit(l)), pairsAt(sums.low[l], lane), samePairs(32767));
    place = pick(isLess(sum, lowest), samePairs(static_cast<int>(l)), place);
    lowest = lesser(lowest, sum);
  }
  return place;
}

// Of each lane's halves, the one that loses less.
HWY_INLINE LeastSupport better(PairVector least, PairVector support, std::size_t lane) {
  PairPerLane values, supports;
  putPairs(least, values, lane);
  putPairs(support, supports, lane);
  const TernaryIdVector without = lowerHalf(values, lane), with = upperHalf(values, lane);
  const TernaryIdVector extended = hn::Add(upperHalf(supports, lane), hn::Set(TernaryIds(), 128));
  return {hn::ConvertTo(LaneTag(), hn::Min(without, with)),
          hn::IfThenElse(hn::Lt(with, without), extended, lowerHalf(supports, lane))};
}

// That of each of the two shifts in one turn: in which row first, then where in that.
HWY_INLINE std::array<LeastSupport, 2> leastSupports(const SupportSums* sums, const SupportRows (&rows)[2][2],
                                                     std::size_t turn, std::size_t lane) {
  PairVector least[2], place[2], own[2];
  for (std::size_t f = 0; f < 2; ++f) {
    least[f] = samePairs(32767);
    place[f] = own[f] = samePairs(0);
  }
  for (std::size_t r = 0; r < TernarySupports::kRows; ++r) {
    PairVector row[2], inRow[2] = {samePairs(32767), samePairs(32767)};
    for (std::size_t f = 0; f < 2; ++f) {
      row[f] = pairsAt(rows[f][turn].row[r], lane);
      for (std::size_t l = 0; l < 16; ++l) {
        const PairMask in = hasBit(row[f], supportBit(l));
        inRow[f] = pick(in, lesser(inRow[f], pairsAt(sums[f].low[l], lane)), inRow[f]);
      }
    }
    for (std::size_t f = 0; f < 2; ++f) {
      const PairVector sum = saturatedSum(inRow[f], pairsAt(sums[f].high[r], lane));
      const PairMask isLower = isLess(sum, least[f]);
      least[f] = lesser(least[f], sum);
      place[f] = pick(isLower, samePairs(static_cast<int>(16 * r)), place[f]);
      own[f] = pick(isLower, row[f], own[f]);
    }
  }
  std::array<LeastSupport, 2> found;
  for (std::size_t f = 0; f < 2; ++f)
    found[f] = better(least[f], saturatedSum(place[f], lowestInRow(sums[f], own[f], lane)), lane);
  return found;
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
