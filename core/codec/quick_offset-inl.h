// The first line that serves, for types of a scale and an offset, from the values as rows hold them: what `quick`
// writes. Included once per SIMD target. Minimises what offset_search-inl.h does, by less work:
//
// A share is cut off a block's range at either end; d and m are those of the regression on the codes that this gives,
// then on the codes of that line. Where importance is given, the best of a few such cuts is taken, and either end of
// its line is moved in and out.
//
// Like quick_scale-inl.h this goes through the values in order. Everything is relative to the cut range: codes without
// rounding run from 0 to Type::kHigh, whatever the values, so that sums keep their accuracy.
#if defined(HALFTONE_CODEC_QUICK_OFFSET_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_QUICK_OFFSET_INL_H_
#undef HALFTONE_CODEC_QUICK_OFFSET_INL_H_
#else
#define HALFTONE_CODEC_QUICK_OFFSET_INL_H_
#endif

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/codec/block_sums-inl.h"
#include "core/codec/levels-inl.h"
#include "core/codec/offset_blocks-inl.h"
#include "core/codec/ordered_rows-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// Type is what OffsetSearch's is. `values` are sixteen blocks in order, `weights` theirs.
template <class Type, bool kWeighted>
class QuickOffset {
 public:
  QuickOffset(const float* values, const OrderedWeights& weights) : m_values(values), m_weights(weights) {}

  // Of each block: d and m as f16 holds them. Returns the blocks in which no value is large enough to be kept; if all
  // are, that is all it does.
  LaneBits run(OffsetFits& fits) {
    const LaneBits lost = findRanges();
    if (lost == kAllLanes) return lost;
    constexpr std::span<const float> kCuts =
        kWeighted ? std::span<const float>(Type::kQuickWeighted) : std::span<const float>(Type::kQuickPlain);
    for (const float cut : kCuts) tryCut(cut);
    if constexpr (kWeighted) tryAround();
    tryMoved(m_scales, m_offsets, 0.0F, 0.0F);
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      put(storable(at(m_scales, lane), 1.0F), fits.scales, lane);
      put(nearestHalf(at(m_offsets, lane)), fits.offsets, lane);
    }
    return lost;
  }

 private:
  using V = LaneVector;
  // Codes count from the middle one, so that their sums are small.
  static constexpr int kMiddle = (Type::kHigh + 1) / 2;
  using Levels = IntegerLevels<-kMiddle, Type::kHigh - kMiddle>;
  static constexpr float kMove = 1.5F;  // in steps

  HWY_INLINE V value(std::size_t k, std::size_t i) const {
    return hn::LoadU(LaneTag(), m_values + k * Type::kLength + i);
  }
  HWY_INLINE V weight(std::size_t k, std::size_t i) const {
    return hn::LoadU(LaneTag(), m_weights.values + k * Type::kLength + i);
  }

  // What is beyond 2^100 saturates any line, and ranges below 2^-100 are nothing. Returns the blocks whose values are
  // all too small.
  LaneBits findRanges() {
    BlockFolds<Maximum> highest;
    BlockFolds<Minimum> lowest;
    for (std::size_t k = 0; k < kLanes; ++k) {
      BlockParts<Maximum> high(value(k, 0));
      BlockParts<Minimum> low(value(k, 0));
      for (std::size_t i = 0; i < Type::kLength; i += vectorLanes()) {
        high.add(i, value(k, i));
        low.add(i, value(k, i));
      }
      highest.keep(k, high);
      lowest.keep(k, low);
    }
    LaneBits lost = 0;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V high = highest.result(lane), low = lowest.result(lane);
      lost |= laneBits(hn::Lt(hn::Max(high, hn::Neg(low)), same(kSmallestKept)), lane);
      const V start = hn::Max(low, same(-0x1p100F));
      put(start, m_lows, lane);
      put(hn::Max(hn::Sub(hn::Min(high, same(0x1p100F)), start), same(0x1p-100F)), m_ranges, lane);
      put(same(-1.0F), m_saved, lane);
      put(zeros(), m_scales, lane);
      put(zeros(), m_offsets, lane);
    }
    return lost;
  }

  struct Sums {
    V c, cc, v, vc;  // Σ of codes, of their squares, of what they round, and of its products with them
  };
  struct Folds {
    BlockFolds<Addition> c, cc, v, vc;
  };

  // Without weights codes are integers: Σc and Σc² share a number, kApart·Σc² + Σc, that is below 2^24 and so exact.
  static constexpr float kApart = 1024;
  static_assert(Type::kLength * kMiddle * kMiddle * kApart <= 0x1p23 && Type::kLength * kMiddle * 2 <= kApart);

  HWY_INLINE void addBlock(std::size_t k, float startOfBlock, float inverseOfBlock, Folds& folds) const {
    BlockParts<Addition> c, cc, v, vc;
    const V start = same(startOfBlock), inverse = same(inverseOfBlock);
    for (std::size_t i = 0; i < Type::kLength; i += vectorLanes()) {
      const V wanted = hn::Mul(hn::Sub(value(k, i), start), inverse);
      const V code = Levels::nearest(wanted);
      if constexpr (kWeighted) {
        const V weighted = hn::Mul(weight(k, i), code);
        c.add(i, weighted);
        cc.add(i, hn::Mul(weighted, code));
        v.add(i, hn::Mul(weight(k, i), wanted));
        vc.add(i, hn::Mul(weighted, wanted));
      } else {
        cc.set(i, hn::MulAdd(code, hn::MulAdd(code, same(kApart), same(1.0F)), cc.part(i)));
        v.add(i, wanted);
        vc.add(i, hn::Mul(wanted, code));
      }
    }
    if constexpr (kWeighted) folds.c.keep(k, c);
    folds.cc.keep(k, cc);
    folds.v.keep(k, v);
    folds.vc.keep(k, vc);
  }

  Sums sumsOf(const Folds& folds, std::size_t lane) const {
    const V both = folds.cc.result(lane), v = folds.v.result(lane), vc = folds.vc.result(lane);
    if constexpr (kWeighted) return {folds.c.result(lane), both, v, vc};
    const V cc = nearestWithin(hn::Mul(both, same(1.0F / kApart)), 0.0F, 0x1p21F);
    return {hn::Sub(both, hn::Mul(cc, same(kApart))), cc, v, vc};
  }

  // Tries the range less a share of it at either end.
  void tryCut(float cut) {
    const float share = (1.0F - 2.0F * cut) / static_cast<float>(Type::kHigh);
    PerLane starts, steps;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V middle = hn::Mul(at(m_ranges, lane), same(cut + share * static_cast<float>(kMiddle)));
      put(hn::Add(at(m_lows, lane), middle), starts, lane);
      put(hn::Mul(at(m_ranges, lane), same(share)), steps, lane);
    }
    fit(starts, steps);
  }

  // Tries either end of the line that is best so far in two other places.
  void tryAround() {
    const PerLane scales = m_scales, offsets = m_offsets;
    for (const float move : {-kMove, kMove}) {
      tryMoved(scales, offsets, move, 0.0F);
      tryMoved(scales, offsets, 0.0F, move);
    }
  }

  // Tries a line whose ends are moved by so many of its steps. Steps that are nothing, relative to the range, give
  // every value an end's code.
  void tryMoved(const PerLane& scales, const PerLane& offsets, float low, float high) {
    const float wider = 1.0F + (high - low) / static_cast<float>(Type::kHigh);
    const float middle = low + wider * static_cast<float>(kMiddle);
    PerLane starts, steps;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V step = hn::Max(at(scales, lane), hn::Mul(at(m_ranges, lane), same(0x1p-20F)));
      put(hn::Add(at(offsets, lane), hn::Mul(step, same(middle))), starts, lane);
      put(hn::Mul(step, same(wider)), steps, lane);
    }
    fit(starts, steps);
  }

  // Keeps the regression on the codes of the line whose middle code means `starts`, if it explains more than what is
  // kept.
  void fit(const PerLane& starts, const PerLane& steps) {
    PerLane inverses;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes())
      put(hn::Div(same(1.0F), at(steps, lane)), inverses, lane);
    Folds folds;
    for (std::size_t k = 0; k < kLanes; ++k) addBlock(k, starts.v[k], inverses.v[k], folds);
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes())
      keepBetter(lane, sumsOf(folds, lane), at(starts, lane), at(steps, lane));
  }

  // Where nothing rises, or one value has all the weight, a line is flat.
  void keepBetter(std::size_t lane, const Sums& sums, V start, V step) {
    V perSum = same(1.0F / static_cast<float>(Type::kLength));
    if constexpr (kWeighted) perSum = hn::LoadU(LaneTag(), m_weights.perSum + lane);
    const V meanC = hn::Mul(sums.c, perSum), meanV = hn::Mul(sums.v, perSum);
    const V spread = hn::Sub(sums.cc, hn::Mul(sums.c, meanC)), both = hn::Sub(sums.vc, hn::Mul(sums.c, meanV));
    const LaneMask sound = hn::And(hn::Gt(spread, hn::Mul(sums.cc, same(1e-5F))), hn::Gt(both, zeros()));
    const V slope = hn::IfThenElseZero(sound, hn::Div(both, hn::IfThenElse(sound, spread, same(1.0F))));
    const V saved = hn::Mul(hn::Mul(slope, both), hn::Mul(step, step));
    const LaneMask better = hn::Gt(saved, at(m_saved, lane));
    const V rest = hn::Sub(meanV, hn::Mul(slope, hn::Add(meanC, same(static_cast<float>(kMiddle)))));
    put(hn::IfThenElse(better, saved, at(m_saved, lane)), m_saved, lane);
    put(hn::IfThenElse(better, hn::Mul(step, slope), at(m_scales, lane)), m_scales, lane);
    put(hn::IfThenElse(better, hn::Add(start, hn::Mul(step, rest)), at(m_offsets, lane)), m_offsets, lane);
  }

  const float* m_values;
  const OrderedWeights& m_weights;
  PerLane m_lows, m_ranges, m_saved, m_scales, m_offsets;
};

// For encodeInOrder, of a type of a scale and an offset.
template <class Type>
struct QuickOffsetBlocks : BlockLanes<Type::kBytes> {
  static constexpr std::size_t kLength = Type::kLength;
  static constexpr std::size_t kBytes = Type::kBytes;

  template <bool kWeighted>
  static LaneBits encode(const float* values, const OrderedWeights& weights, std::size_t count, std::uint8_t* bytes) {
    OffsetFits fits;
    const LaneBits lost = QuickOffset<Type, kWeighted>(values, weights).run(fits);
    if (lost != kAllLanes) writeOffsetBlocks<Type>(values, count, fits, bytes);
    return lost;
  }
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
