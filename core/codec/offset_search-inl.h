// The best scale d and offset m for blocks of 32 whose decoder gives d·q + m with q in 0..Type::kHigh. Included once
// per SIMD target. Minimises Σ w·(x − d·q − m)², w = importance or 1, for sixteen blocks at once: the squared error of
// the layer's output if its inputs are independent and importance is their mean square.
//
// 1. Candidate ranges cut a share off a block's lowest and highest values. For the codes that a range gives, the best d
//    and m are those of a weighted linear regression, which explains cov²/var of the block's energy around its mean.
//    The range that explains most wins; ranges around its line are tried in smaller steps, then its own codes anew.
// 2. The winner is polished against what the decoder will see: d and m are rounded to f16, codes are made for these, d
//    is fitted to the codes and the rounded m, then m to the rounded d, as long as the error falls.
// A quick search has few ranges and no polish: see quick_offset-inl.h.
// Values are taken relative to their mean: that keeps the differences of f32 sums accurate.
#if defined(HALFTONE_CODEC_OFFSET_SEARCH_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_OFFSET_SEARCH_INL_H
#undef HALFTONE_CODEC_OFFSET_SEARCH_INL_H
#else
#define HALFTONE_CODEC_OFFSET_SEARCH_INL_H
#endif

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/codec/block_depths.h"
#include "core/codec/block_group-inl.h"
#include "core/codec/offset_blocks-inl.h"
#include "core/codec/quick_offset-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

template <class Type, bool kWeighted>
class OffsetSearch {
 public:
  static constexpr std::size_t kLength = Type::kLength;
  OffsetSearch(const BlockGroup<kLength>& group, const OffsetDepth& depth) : m_group(group), m_depth(depth) {}

  void run(OffsetFits& fits) {
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const Line wanted = bestLine(lane);
      const Line best = polishedAround(lane, wanted);
      put(hn::Mul(best.scale, at(m_group.unit, lane)), fits.scales, lane);
      put(hn::Mul(best.offset, at(m_group.unit, lane)), fits.offsets, lane);
    }
  }

 private:
  using V = LaneVector;
  struct Line {
    V scale, offset;
    V score;  // of a candidate: the energy that it explains; of a polished one: the error that it leaves
  };

  HWY_INLINE V x(std::size_t i, std::size_t lane) const { return at(m_group.x.v + i * kLanes + lane); }
  HWY_INLINE V centered(std::size_t i, std::size_t lane) const { return at(m_centered.v + i * kLanes + lane); }
  HWY_INLINE V weighted(V v, std::size_t i, std::size_t lane) const {
    if constexpr (kWeighted) return hn::Mul(at(m_group.weights->v + i * kLanes + lane), v);
    return v;
  }

  // sum + a·b. Without weights these are integers, exact fused or not.
  static HWY_INLINE V addProduct(V sum, V a, V b) {
    if constexpr (kWeighted) return hn::Add(sum, hn::Mul(a, b));
    return hn::MulAdd(a, b, sum);
  }

  Line bestLine(std::size_t lane) {
    center(lane);
    Line best{zeros(), zeros(), zeros()};
    const V range = searchRange(lane, kWeighted ? m_depth.weightedCuts : m_depth.plainCuts, zeros(), same(1e30F), best);
    // Ends that hardly count hide the values that do: look again between those.
    if (kWeighted) searchRange(lane, kHiddenCuts, same(0x1p-6F), hn::Mul(range, same(0.5F)), best);
    searchAround(lane, Line(best), best);
    for (int refit = 0; refit < m_depth.refits; ++refit) fit(lane, inverseOrZero(best.scale), best.offset, best);
    best.offset = hn::Add(best.offset, at(m_mean, lane));
    return best;
  }

  void searchAround(std::size_t lane, const Line& centre, Line& best) const {
    for (int low = -m_depth.reach; low <= m_depth.reach; ++low) {
      const V offset = hn::Add(centre.offset, hn::Mul(centre.scale, same(m_depth.step * static_cast<float>(low))));
      for (int high = -m_depth.reach; high <= m_depth.reach; ++high) {
        const float wider = m_depth.step * static_cast<float>(high - low) / static_cast<float>(Type::kHigh);
        fit(lane, inverseOrZero(hn::Mul(centre.scale, same(1.0F + wider))), offset, best);
      }
    }
  }

  void center(std::size_t lane) {
    V sum = zeros(), weights = zeros();
    for (std::size_t i = 0; i < kLength; ++i) {
      sum = hn::Add(sum, weighted(x(i, lane), i, lane));
      weights = hn::Add(weights, weighted(same(1.0F), i, lane));
    }
    const V mean = hn::Div(sum, weights);
    put(mean, m_mean, lane);
    put(hn::Div(same(1.0F), weights), m_perWeight, lane);
    for (std::size_t i = 0; i < kLength; ++i)
      hn::Store(hn::Sub(x(i, lane), mean), LaneTag(), m_centered.v + i * kLanes + lane);
  }

  // Tries cuts of the range of the values whose weight is at least `threshold`, in blocks where that is at most
  // `widest`, and returns it.
  V searchRange(std::size_t lane, std::span<const float> cuts, V threshold, V widest, Line& best) {
    V low = same(1e30F), high = same(-1e30F);
    for (std::size_t i = 0; i < kLength; ++i) {
      const LaneMask counts = hn::Ge(weighted(same(1.0F), i, lane), threshold);
      low = hn::IfThenElse(counts, hn::Min(low, centered(i, lane)), low);
      high = hn::IfThenElse(counts, hn::Max(high, centered(i, lane)), high);
    }
    const V range = hn::Sub(high, low);
    const LaneMask sought = hn::And(hn::Gt(range, zeros()), hn::Le(range, widest));
    if (hn::AllFalse(LaneTag(), sought)) return range;
    const V perRange = hn::IfThenElseZero(sought, hn::Div(same(static_cast<float>(Type::kHigh)), range));
    for (const float lowCut : cuts) {
      const V start = hn::Add(low, hn::Mul(range, same(lowCut)));
      for (const float highCut : cuts)
        fit(lane, hn::Mul(perRange, same(1.0F / (1.0F - lowCut - highCut))), start, best);
    }
    return range;
  }

  // The regression on the codes that `inverse` and `offset` give, which replaces `best` where it explains more. Where
  // one value has all the weight, or nothing rises, there is none.
  HWY_INLINE void fit(std::size_t lane, V inverse, V offset, Line& best) const {
    const V high = same(static_cast<float>(Type::kHigh)), rounder = same(0x1.8p23F);
    V q1 = zeros(), qq = zeros(), xq = zeros();
    for (std::size_t i = 0; i < kLength; ++i) {
      const V wanted = hn::Mul(hn::Sub(centered(i, lane), offset), inverse);
      const V q = hn::Sub(hn::Add(hn::Min(hn::Max(wanted, zeros()), high), rounder), rounder);
      const V wq = weighted(q, i, lane);
      q1 = hn::Add(q1, wq);
      qq = addProduct(qq, wq, q);
      xq = hn::Add(xq, hn::Mul(wq, centered(i, lane)));
    }
    const V mean = hn::Mul(q1, at(m_perWeight, lane));
    const V spread = hn::Sub(qq, hn::Mul(q1, mean));
    const LaneMask sound = hn::And(hn::Gt(spread, hn::Mul(qq, same(1e-5F))), hn::Gt(xq, zeros()));
    const V scale = hn::Div(xq, hn::IfThenElse(sound, spread, same(1.0F)));
    const V score = hn::IfThenElseZero(sound, hn::Mul(scale, xq));
    const LaneMask more = hn::Gt(score, best.score);
    best.scale = hn::IfThenElse(more, scale, best.scale);
    best.offset = hn::IfThenElse(more, hn::Neg(hn::Mul(scale, mean)), best.offset);
    best.score = hn::IfThenElse(more, score, best.score);
  }

  // As the decoder sees it.
  Line stored(std::size_t lane, const Line& line) const {
    const V unit = at(m_group.unit, lane), perUnit = at(m_group.perUnit, lane);
    return {storable(line.scale, unit, perUnit), hn::Mul(nearestHalf(hn::Mul(line.offset, unit)), perUnit), line.score};
  }

  struct Sums {
    V q, qq, y, yq;
  };

  // Σ w·(x − d·q − m)² for the codes that d and m give, and their sums with y = x − m.
  V measure(std::size_t lane, const Line& line, Sums& sums) const {
    const V inverse = inverseOrZero(line.scale);
    V total = zeros();
    sums = {zeros(), zeros(), zeros(), zeros()};
    for (std::size_t i = 0; i < kLength; ++i) {
      const V y = hn::Sub(x(i, lane), line.offset);
      const V q = nearestWithin(hn::Mul(y, inverse), 0.0F, static_cast<float>(Type::kHigh));
      const V wq = weighted(q, i, lane);
      const V r = hn::Sub(y, hn::Mul(line.scale, q));
      total = hn::Add(total, hn::Mul(r, weighted(r, i, lane)));
      sums.q = hn::Add(sums.q, wq);
      sums.qq = hn::Add(sums.qq, hn::Mul(wq, q));
      sums.y = hn::Add(sums.y, weighted(y, i, lane));
      sums.yq = hn::Add(sums.yq, hn::Mul(wq, y));
    }
    return total;
  }

  // A block that has stopped improving is left alone, whatever its neighbours do.
  void polish(std::size_t lane, Line line, Line& best) const {
    LaneMask active = hn::Eq(best.score, best.score);
    for (int round = 0; round < m_depth.rounds; ++round) {
      line = stored(lane, line);
      Sums sums;
      const V error = measure(lane, line, sums);
      const LaneMask less = hn::Lt(error, best.score);
      best.scale = hn::IfThenElse(less, line.scale, best.scale);
      best.offset = hn::IfThenElse(less, line.offset, best.offset);
      best.score = hn::IfThenElse(less, error, best.score);
      active = hn::And(active, hn::And(less, hn::Gt(sums.qq, zeros())));
      if (hn::AllFalse(LaneTag(), active)) return;
      const V scale = hn::Div(sums.yq, hn::IfThenElse(active, sums.qq, same(1.0F)));
      line.scale = hn::IfThenElse(active, scale, line.scale);
      const V seen = stored(lane, line).scale;
      const V rest = hn::Sub(sums.y, hn::Mul(seen, sums.q));
      line.offset = hn::IfThenElse(active, hn::Add(line.offset, hn::Mul(rest, at(m_perWeight, lane))), line.offset);
    }
  }

  Line polishedAround(std::size_t lane, const Line& wanted) const {
    Line best{zeros(), zeros(), same(3e38F)};
    polish(lane, wanted, best);
    const V centre = best.offset;
    for (int i = 1; i <= 2 * m_depth.neighbours; ++i) {
      const V moved = hn::Mul(centre, same(1.0F + 0x1p-10F * alternating(i)));
      polish(lane, {best.scale, moved, zeros()}, best);
    }
    return best;
  }

  const BlockGroup<kLength>& m_group;
  const OffsetDepth& m_depth;
  PerLane m_mean, m_perWeight;
  GroupPanel<kLength> m_centered;
};

// For encodeBlockGroups.
template <class Type>
struct OffsetBlocks : BlockLanes<Type::kBytes> {
  static constexpr std::size_t kLength = Type::kLength;
  static constexpr std::size_t kBytes = Type::kBytes;
  static constexpr float kSmallest = kSmallestKept;

  template <bool kWeighted>
  static void encode(const BlockGroup<kLength>& group, Effort effort, std::uint8_t* bytes) {
    OffsetFits fits;
    OffsetSearch<Type, kWeighted>(group, effort == Effort::Normal ? Type::kNormal : Type::kThorough).run(fits);
    writeOffsetBlocks<Type>(group.values, group.count, fits, bytes);
  }
};

// Codec::encode for a type of a scale and an offset: what writeOffsetBlocks says of it, and
//   kQuickPlain, kQuickWeighted  the cuts of a quick search
//   kNormal, kThorough           the depths
template <class Type>
void encodeScaleAndOffset(const Rows& rows, std::span<std::byte> blocks) {
  if (rows.effort == Effort::Quick)
    encodeInOrder<QuickOffsetBlocks<Type>>(rows, blocks);
  else
    encodeBlockGroups<OffsetBlocks<Type>>(rows, blocks);
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
