// The first scale that serves, for types of one scale, from the values as rows hold them: what `quick` writes.
// Included once per SIMD target. Minimises what scale_search-inl.h does, by less work:
//
// The value of largest magnitude is put at a code of the type's choice, with its sign; the scale for the codes that
// this gives is the least-squares one. Where importance is given, the best of a few such candidates is taken. Without
// it, where levels are as fine as f16's steps, the scale is that of the largest value alone, which is not fitted.
//
// This is meant to run at the speed of memory, so blocks are not brought into lanes: each pass goes through the values
// in order and its sums are folded at the end. Everything is in multiples of the candidate's scale, so that nothing
// overflows.
#if defined(HALFTONE_CODEC_QUICK_SCALE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_QUICK_SCALE_INL_H_
#undef HALFTONE_CODEC_QUICK_SCALE_INL_H_
#else
#define HALFTONE_CODEC_QUICK_SCALE_INL_H_
#endif

#include <span>

#include "core/codec/block_sums-inl.h"
#include "core/codec/levels-inl.h"
#include "core/codec/one_scale_blocks-inl.h"
#include "core/codec/ordered_rows-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// Unsigned integers that order numbers by their magnitude, and back.
struct LargestKey {
  using Tag = hn::RebindToUnsigned<LaneTag>;
  static HWY_INLINE LaneVector keyOf(LaneVector v) {
    return hn::BitCast(LaneTag(), hn::RotateRight<31>(hn::BitCast(Tag(), v)));
  }
  static HWY_INLINE LaneVector valueOf(LaneVector key) {
    return hn::BitCast(LaneTag(), hn::RotateRight<1>(hn::BitCast(Tag(), key)));
  }
  static HWY_INLINE LaneVector of(LaneVector a, LaneVector b) {
    return hn::BitCast(LaneTag(), hn::Max(hn::BitCast(Tag(), a), hn::BitCast(Tag(), b)));
  }
};

// Type is what ScaleSearch's is. `values` are sixteen blocks in order, `weights` theirs, or null.
template <class Type, bool kWeighted>
class QuickScale {
 public:
  QuickScale(const float* values, const float* weights) : m_values(values), m_weights(weights) { findPeaks(); }

  // Of each block: the scale as f16 holds it, and what its values are multiplied by to give codes. Returns the blocks
  // in which no value is large enough to be kept; if all are, that is all it does.
  LaneBits run(PerLane& scales, PerLane& inverses) {
    LaneBits lost = 0;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes())
      lost |= laneBits(hn::Lt(hn::Abs(at(m_peaks, lane)), same(kSmallestKept)), lane);
    if (lost == kAllLanes) return lost;
    constexpr std::span<const float> kCodes =
        kWeighted ? std::span<const float>(Type::kQuickWeighted) : std::span<const float>(Type::kQuickPlain);
    if constexpr (Type::kFine && !kWeighted) {
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes())
        put(hn::Mul(at(m_peaks, lane), same(1.0F / kCodes[0])), m_best, lane);
    } else {
      for (const float code : kCodes) fit(code);
    }
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const LaneVector scale = storable(at(m_best, lane), 1.0F);
      put(scale, scales, lane);
      put(inverseOrZero(scale), inverses, lane);
    }
    return lost;
  }

 private:
  using V = LaneVector;

  // Each block's value of largest magnitude, kept within 2^±100: what is beyond saturates any scale.
  void findPeaks() {
    BlockFolds<LargestKey> folds;
    for (std::size_t k = 0; k < kLanes; ++k) {
      BlockParts<LargestKey> parts;
      for (std::size_t i = 0; i < Type::kLength; i += vectorLanes()) parts.add(i, LargestKey::keyOf(value(k, i)));
      folds.keep(k, parts);
    }
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V peak = LargestKey::valueOf(folds.result(lane));
      const V bounded = hn::Min(hn::Max(hn::Abs(peak), same(0x1p-100F)), same(0x1p100F));
      const V own = hn::IfThenZeroElse(hn::Eq(peak, zeros()), hn::CopySign(bounded, peak));
      put(own, m_peaks, lane);
      put(inverseOrZero(own), m_perPeak, lane);
      put(zeros(), m_best, lane);
      put(zeros(), m_saved, lane);
    }
  }

  HWY_INLINE V value(std::size_t k, std::size_t i) const {
    return hn::LoadU(LaneTag(), m_values + k * Type::kLength + i);
  }
  HWY_INLINE V weighted(V v, std::size_t k, std::size_t i) const {
    if constexpr (kWeighted) return hn::Mul(hn::LoadU(LaneTag(), m_weights + k * Type::kLength + i), v);
    return v;
  }
  // Without weights these are integers below 2^24, exact fused or not.
  static HWY_INLINE void addSquare(BlockParts<Addition>& qq, std::size_t i, V q, V wq) {
    if constexpr (kWeighted)
      qq.add(i, hn::Mul(q, wq));
    else
      qq.set(i, hn::MulAdd(q, q, qq.part(i)));
  }

  // Keeps the least-squares scale of the codes that the peak at `code` gives, if it saves more than what is kept.
  void fit(float code) {
    PerLane inverses;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes())
      put(hn::Mul(at(m_perPeak, lane), same(code)), inverses, lane);
    BlockFolds<Addition> foldedXq, foldedQq;
    for (std::size_t k = 0; k < kLanes; ++k) {
      BlockParts<Addition> xq, qq;
      const V inverse = same(inverses.v[k]);
      for (std::size_t i = 0; i < Type::kLength; i += vectorLanes()) {
        const V v = hn::Mul(value(k, i), inverse);
        const V q = Type::Levels::nearest(v);
        const V wq = weighted(q, k, i);
        xq.add(i, hn::Mul(v, wq));
        addSquare(qq, i, q, wq);
      }
      foldedXq.keep(k, xq);
      foldedQq.keep(k, qq);
    }
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes())
      keepBetter(lane, hn::Mul(foldedXq.result(lane), same(1.0F / code)), foldedQq.result(lane));
  }

  // xq in multiples of the peak. A scale beyond f16's largest is scored as that: the sign with the farther code then
  // saves more.
  void keepBetter(std::size_t lane, V xq, V qq) {
    const LaneMask some = hn::Gt(qq, zeros());
    const V wanted = hn::IfThenElseZero(some, hn::Div(xq, hn::IfThenElse(some, qq, same(1.0F))));
    const V largest = hn::Mul(hn::Abs(at(m_perPeak, lane)), same(65504.0F));
    const V step = hn::Min(hn::Max(wanted, hn::Neg(largest)), largest);
    const V saved = hn::Mul(step, hn::Sub(hn::Add(xq, xq), hn::Mul(step, qq)));
    const LaneMask better = hn::Gt(saved, at(m_saved, lane));
    put(hn::IfThenElse(better, saved, at(m_saved, lane)), m_saved, lane);
    put(hn::IfThenElse(better, hn::Mul(step, at(m_peaks, lane)), at(m_best, lane)), m_best, lane);
  }

  const float* m_values;
  const float* m_weights;
  PerLane m_peaks, m_perPeak, m_best, m_saved;
};

// For encodeInOrder, of a type of one scale.
template <class Type>
struct QuickScaleBlocks : BlockLanes<Type::kBytes> {
  static constexpr std::size_t kLength = Type::kLength;
  static constexpr std::size_t kBytes = Type::kBytes;

  template <bool kWeighted>
  static LaneBits encode(const float* values, const OrderedWeights& weights, std::size_t count, std::uint8_t* bytes) {
    PerLane scales, inverses;
    const LaneBits lost = QuickScale<Type, kWeighted>(values, weights.values).run(scales, inverses);
    if (lost != kAllLanes) writeOneScaleBlocks<Type>(values, count, scales, inverses, bytes);
    return lost;
  }
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
