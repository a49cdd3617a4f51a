// The best single scale d for blocks whose decoder gives d·q with q out of fixed levels. Included once per SIMD target.
// Minimises Σ w·(x − d·q)², w = importance or 1, for sixteen blocks at once: the squared error of the layer's output if
// its inputs are independent and importance is their mean square. Without importance nothing says which columns count.
//
// 1. Candidate scales put the block's largest magnitude at a choice of codes, on either side of 0 where the levels are
//    not symmetric. For the codes that a candidate gives, the best scale is the least-squares one, Σwxq / Σwq², and it
//    saves (Σwxq)² / Σwq² of the error. The candidate that saves most wins; scales around it are tried in smaller
//    steps.
// 2. The winner is polished against what the decoder will see: the scale is rounded to f16, codes are chosen anew for
//    the rounded scale, and the scale for the new codes, as long as the error falls.
// A quick search has few candidates and no polish: see quick_scale-inl.h.
#if defined(HALFTONE_CODEC_SCALE_SEARCH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_SCALE_SEARCH_INL_H_
#undef HALFTONE_CODEC_SCALE_SEARCH_INL_H_
#else
#define HALFTONE_CODEC_SCALE_SEARCH_INL_H_
#endif

#include <array>
#include <span>

#include "core/codec/block_depths.h"
#include "core/codec/block_group-inl.h"
#include "core/codec/blocks.h"
#include "core/codec/levels-inl.h"
#include "core/codec/one_scale_blocks-inl.h"
#include "core/codec/quick_scale-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// Type says what its blocks hold, and the depth of each effort but the least:
//   Levels                      the set of levels
//   kLength                     values of a block
//   kSymmetricTo                see block_depths.h
//   kFine                       levels are as fine as f16's steps: candidates are scored by what they leave, not by
//                               what they save
//   kQuickPlain, kQuickWeighted the codes that a quick search puts the largest value at
//   kNormal, kThorough          the depths
template <class Type, bool kWeighted>
class ScaleSearch {
 public:
  using Levels = typename Type::Levels;
  ScaleSearch(const BlockGroup<Type::kLength>& group, const ScaleDepth& depth) : m_group(group), m_depth(depth) {}

  // Of each block: the scale as f16 holds it, and what its values (divided by their unit) are multiplied by to give
  // codes.
  void run(PerLane& scales, PerLane& inverses) const {
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V all = energy(lane);
      const V wanted = bestCandidate(lane, all);
      Choice best = polished(lane, wanted, all);
      tryNeighbours(lane, best);
      trySaturated(lane, wanted, all, best);
      keep(lane, best.scale, scales, inverses);
    }
  }

 private:
  using V = LaneVector;
  struct Choice {
    V scale, error;
  };
  struct Sums {
    V xq, qq;
  };

  HWY_INLINE V x(std::size_t i, std::size_t lane) const { return at(m_group.x.v + i * kLanes + lane); }
  HWY_INLINE V weighted(V v, std::size_t i, std::size_t lane) const {
    if constexpr (kWeighted) return hn::Mul(at(m_group.weights->v + i * kLanes + lane), v);
    return v;
  }

  // sum + a·b of levels. Without weights these are integers below 2^24, exact fused or not.
  static HWY_INLINE V addProduct(V sum, V a, V b) {
    if constexpr (kWeighted) return hn::Add(sum, hn::Mul(a, b));
    return hn::MulAdd(a, b, sum);
  }

  V energy(std::size_t lane) const {
    V total = zeros();
    for (std::size_t i = 0; i < Type::kLength; ++i)
      total = hn::Add(total, hn::Mul(x(i, lane), weighted(x(i, lane), i, lane)));
    return total;
  }

  // Σ w·x·q and Σ w·q² for q = the level nearest to x·inverse.
  HWY_INLINE Sums sums(std::size_t lane, V inverse) const {
    Sums sums{zeros(), zeros()};
    for (std::size_t i = 0; i < Type::kLength; ++i) {
      const V value = x(i, lane);
      const V q = Levels::nearest(hn::Mul(value, inverse));
      const V wq = weighted(q, i, lane);
      sums.xq = hn::Add(sums.xq, hn::Mul(value, wq));
      sums.qq = addProduct(sums.qq, q, wq);
    }
    return sums;
  }

  // Σ w·(x − scale·q)² for q = the level nearest to x/scale, and the sums for the same codes.
  HWY_INLINE V measure(std::size_t lane, V scale, Sums& sums) const {
    const V inverse = inverseOrZero(scale);
    V total = zeros();
    sums = {zeros(), zeros()};
    for (std::size_t i = 0; i < Type::kLength; ++i) {
      const V value = x(i, lane);
      const V q = Levels::nearest(hn::Mul(value, inverse));
      const V wq = weighted(q, i, lane);
      const V r = hn::Sub(value, hn::Mul(scale, q));
      total = hn::Add(total, hn::Mul(r, weighted(r, i, lane)));
      sums.xq = hn::Add(sums.xq, hn::Mul(value, wq));
      sums.qq = addProduct(sums.qq, q, wq);
    }
    return total;
  }

  void keep(std::size_t lane, V scale, PerLane& scales, PerLane& inverses) const {
    put(hn::Mul(scale, at(m_group.unit, lane)), scales, lane);
    put(inverseOrZero(scale), inverses, lane);
  }

  // The value of largest magnitude.
  V peak(std::size_t lane) const {
    V highest = zeros(), lowest = zeros();
    for (std::size_t i = 0; i < Type::kLength; ++i) {
      highest = hn::Max(highest, x(i, lane));
      lowest = hn::Min(lowest, x(i, lane));
    }
    return hn::IfThenElse(hn::Gt(highest, hn::Neg(lowest)), highest, lowest);
  }

  // The magnitude of each block that weighs most, by w·x².
  V heaviest(std::size_t lane) const {
    V most = zeros(), found = zeros();
    for (std::size_t i = 0; i < Type::kLength; ++i) {
      const V weight = hn::Mul(x(i, lane), weighted(x(i, lane), i, lane));
      const LaneMask more = hn::Gt(weight, most);
      most = hn::IfThenElse(more, weight, most);
      found = hn::IfThenElse(more, x(i, lane), found);
    }
    return hn::Abs(found);
  }

  // Keeps the better of `best` and the least-squares scale of the codes that `inverse` gives.
  HWY_INLINE void tryInverse(std::size_t lane, V inverse, Sums& best) const {
    const Sums found = sums(lane, inverse);
    const LaneMask better =
        hn::Gt(hn::Mul(hn::Mul(found.xq, found.xq), best.qq), hn::Mul(hn::Mul(best.xq, best.xq), found.qq));
    best.xq = hn::IfThenElse(better, found.xq, best.xq);
    best.qq = hn::IfThenElse(better, found.qq, best.qq);
  }

  // The best of the ladder's scales, given the magnitude that is put at its codes, and what is left of the error.
  V climb(std::size_t lane, std::span<const float> ladder, V reference) const {
    const V perReference = inverseOrZero(reference);
    Sums best{zeros(), same(1.0F)};
    for (const float code : ladder) {
      const V inverse = hn::Mul(perReference, same(code));
      tryInverse(lane, inverse, best);
      if (code > Type::kSymmetricTo) tryInverse(lane, hn::Neg(inverse), best);
    }
    const V centre = hn::Mul(best.qq, inverseOrZero(best.xq));
    for (int k = -m_depth.reach; k <= m_depth.reach && m_depth.reach > 0; ++k)
      tryInverse(lane, hn::Mul(centre, same(1.0F + m_depth.step * static_cast<float>(k))), best);
    return hn::Div(best.xq, best.qq);
  }

  // As climb, where levels are so fine that what a candidate saves, in f32, hides how much is left. With v = x·inverse
  // and r = v − q the codes' best scale leaves (Σwr² − (Σwrq)²/Σwq²) / inverse², where Σwrq = inverse·Σwrx − Σwr², and
  // Σwq² is nearly Σwv², which needs no sum of its own.
  V climbFine(std::size_t lane, std::span<const float> ladder, V reference, V energy) const {
    Choice best{zeros(), same(3e38F)};
    const V perReference = inverseOrZero(reference);
    for (const float code : ladder) {
      const V inverse = hn::Mul(perReference, same(code));
      const V unit = hn::Mul(reference, same(1.0F / code));
      tryFine(lane, inverse, unit, energy, best);
      if (code > Type::kSymmetricTo) tryFine(lane, hn::Neg(inverse), hn::Neg(unit), energy, best);
    }
    return best.scale;
  }

  HWY_INLINE void tryFine(std::size_t lane, V inverse, V step, V energy, Choice& best) const {
    V rr = zeros(), rx = zeros();
    for (std::size_t i = 0; i < Type::kLength; ++i) {
      const V v = hn::Mul(x(i, lane), inverse);
      const V r = hn::Sub(v, Levels::nearest(v));
      const V wr = weighted(r, i, lane);
      rr = hn::Add(rr, hn::Mul(r, wr));
      rx = hn::Add(rx, hn::Mul(x(i, lane), wr));
    }
    const V rq = hn::Sub(hn::Mul(inverse, rx), rr);
    const V qq = hn::Max(hn::Mul(energy, hn::Mul(inverse, inverse)), same(1e-30F));
    const V shift = hn::Div(rq, qq);
    const V error = hn::Mul(hn::Sub(rr, hn::Mul(shift, rq)), hn::Mul(step, step));
    const LaneMask better = hn::Lt(error, best.error);
    best.scale = hn::IfThenElse(better, hn::Add(step, hn::Mul(step, shift)), best.scale);
    best.error = hn::IfThenElse(better, error, best.error);
  }

  void tryScale(std::size_t lane, V scale, Choice& best) const {
    const V error = errorAt<Levels, kWeighted>(m_group, lane, scale);
    const LaneMask better = hn::Lt(error, best.error);
    best.scale = hn::IfThenElse(better, scale, best.scale);
    best.error = hn::IfThenElse(better, error, best.error);
  }

  // A peak that hardly counts hides the values that do: blocks with one are put on the scale of those.
  V bestCandidate(std::size_t lane, V energy) const {
    const V top = largestOfLanes(m_group.x, lane);
    if constexpr (!kWeighted) return climbAny(lane, m_depth.plainLadder, top, energy);
    const V wanted = climbAny(lane, m_depth.weightedLadder, top, energy);
    const V heavy = heaviest(lane);
    const LaneMask hidden = hn::Lt(heavy, hn::Mul(top, same(m_depth.hidden)));
    if (hn::AllFalse(LaneTag(), hidden)) return wanted;
    const V other = climbAny(lane, m_depth.plainLadder, heavy, energy);
    const LaneMask better = hn::And(hidden, hn::Gt(saved(lane, other), saved(lane, wanted)));
    return hn::IfThenElse(better, other, wanted);
  }

  V climbAny(std::size_t lane, std::span<const float> ladder, V reference, V energy) const {
    if constexpr (Type::kFine)
      return climbFine(lane, ladder, reference, energy);
    else
      return climb(lane, ladder, reference);
  }

  // The best of a few rounds of codes for the scale and the scale for the codes. A block that has stopped improving is
  // left alone, whatever its neighbours do. The first round may be no better than 0: all of a huge value is error.
  Choice polished(std::size_t lane, V scale, V energy) const {
    Choice best{zeros(), energy};
    LaneMask active = hn::Eq(energy, energy);
    for (int round = 0; round < m_depth.rounds; ++round) {
      scale = storable(scale, at(m_group.unit, lane), at(m_group.perUnit, lane));
      Sums found;
      const V error = measure(lane, scale, found);
      active = hn::And(active, round == 0 ? hn::Le(error, best.error) : hn::Lt(error, best.error));
      if (hn::AllFalse(LaneTag(), active)) break;
      best.scale = hn::IfThenElse(active, scale, best.scale);
      best.error = hn::IfThenElse(active, error, best.error);
      const LaneMask some = hn::Gt(found.qq, zeros());
      scale = hn::IfThenElse(some, hn::Div(found.xq, hn::IfThenElse(some, found.qq, same(1.0F))), scale);
    }
    return best;
  }

  // f16's numbers next to the scale: where levels are as fine as f16's steps, its rounding decides.
  void tryNeighbours(std::size_t lane, Choice& best) const {
    const V centre = best.scale;
    for (int i = 1; i <= 2 * m_depth.neighbours; ++i) {
      const V moved = hn::Mul(centre, same(1.0F + 0x1p-11F * alternating(i)));
      const V scale = storable(moved, at(m_group.unit, lane), at(m_group.perUnit, lane));
      tryScale(lane, scale, best);
    }
  }

  // What `scale` saves of the error, Σ w·x² − Σ w·(x − scale·q)²; exact enough where nearly nothing is saved.
  V saved(std::size_t lane, V scale) const {
    const Sums found = sums(lane, inverseOrZero(scale));
    return hn::Mul(scale, hn::Sub(hn::Add(found.xq, found.xq), hn::Mul(scale, found.qq)));
  }

  // Beyond f16's range the sign with the farther code reaches farther.
  void trySaturated(std::size_t lane, V wanted, V energy, Choice& best) const {
    const LaneMask beyond = hn::Gt(hn::Abs(hn::Mul(wanted, at(m_group.unit, lane))), same(65504.0F));
    if (hn::AllFalse(LaneTag(), beyond)) return;
    const Choice other = polished(lane, hn::Neg(wanted), energy);
    const LaneMask better = hn::And(beyond, hn::Gt(saved(lane, other.scale), saved(lane, best.scale)));
    best.scale = hn::IfThenElse(better, other.scale, best.scale);
  }

  const BlockGroup<Type::kLength>& m_group;
  const ScaleDepth& m_depth;
};

// For encodeBlockGroups.
template <class Type>
struct OneScaleBlocks : BlockLanes<Type::kBytes> {
  static constexpr std::size_t kLength = Type::kLength;
  static constexpr std::size_t kBytes = Type::kBytes;
  static constexpr float kSmallest = kSmallestKept;

  template <bool kWeighted>
  static void encode(const BlockGroup<kLength>& group, Effort effort, std::uint8_t* bytes) {
    const ScaleSearch<Type, kWeighted> search(group, effort == Effort::Thorough ? Type::kThorough : Type::kNormal);
    PerLane scales, factors;
    search.run(scales, factors);
    // Units are powers of two: it does not matter whether values are divided by theirs before.
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes())
      put(hn::Mul(at(factors, lane), at(group.perUnit, lane)), factors, lane);
    writeOneScaleBlocks<Type>(group.values, group.count, scales, factors, bytes);
  }
};

// Codec::encode for a type of one scale: what ScaleSearch says of it, and what writeOneScaleBlocks does.
template <class Type>
void encodeOneScale(const Rows& rows, std::span<std::byte> blocks) {
  if (rows.effort == Effort::Quick)
    encodeInOrder<QuickScaleBlocks<Type>>(rows, blocks);
  else
    encodeBlockGroups<OneScaleBlocks<Type>>(rows, blocks);
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
