// A super-block as the search of q2_K, q4_K and q5_K sums it up, sub-block by sub-block, for y = scale·q − min.
// Included once per SIMD target.
#if defined(HALFTONE_CODEC_AFFINE_BLOCK_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_AFFINE_BLOCK_INL_H_
#undef HALFTONE_CODEC_AFFINE_BLOCK_INL_H_
#else
#define HALFTONE_CODEC_AFFINE_BLOCK_INL_H_
#endif

#include "core/codec/super_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// Grid says what the type can hold:
//   kPaired                 sub-blocks of 32 (two lanes) instead of 16
//   kCodeLow (0), kCodeHigh range of q
template <class Grid, bool kWeighted>
class AffineBlock {
 public:
  using V = LaneVector;
  static constexpr std::size_t kStride = Grid::kPaired ? 2 : 1;  // lanes of a sub-block

  struct Moments {  // of the codes: Σ w·q, Σ w·q², Σ w·x·q
    V q, qq, xq;
  };
  struct Totals {  // of the values: Σ w, Σ w·x, 1/Σ w
    V w, x, inverseW;
  };
  struct Fit {
    V scale, min, gain;  // gain: how much of Σ w·x² it saves
  };
  explicit AffineBlock(const SuperBlock& block) : m_block(block) {}

  // A sub-block of 32 is two neighbouring lanes. Both get its sum: of their own and of their neighbour's, which is in
  // the same vector unless vectors have a single lane (then `neighbour` gives it).
  template <class Neighbour>
  static HWY_INLINE V joined(V own, Neighbour neighbour) {
    if constexpr (!Grid::kPaired) {
      return own;
    } else if constexpr (HWY_TARGET == HWY_SCALAR) {
      return hn::Add(own, neighbour());
    } else {
      return hn::Add(own, hn::Reverse2(LaneTag(), own));
    }
  }

  // With q = round(x·inverse + offset), of the lanes alone.
  Moments laneMoments(std::size_t lane, V inverse, V offset) const {
    V q1 = zeros(), qq = zeros(), xq = zeros();
    for (std::size_t i = 0; i < kSuperBlock; i += kLanes) {
      const V value = x(i, lane);
      const V q = code(hn::Add(hn::Mul(value, inverse), offset));
      const V wq = weighted(q, i, lane);
      q1 = hn::Add(q1, wq);
      qq = hn::Add(qq, hn::Mul(q, wq));
      xq = hn::Add(xq, hn::Mul(value, wq));
    }
    return {q1, qq, xq};
  }

  Moments moments(std::size_t lane, V inverse, V offset) const {
    const Moments own = laneMoments(lane, inverse, offset);
    const auto neighbour = [&]() HWY_ATTR { return laneMoments(lane ^ 1, inverse, offset); };
    return {joined(own.q, [&]() HWY_ATTR { return neighbour().q; }),
            joined(own.qq, [&]() HWY_ATTR { return neighbour().qq; }),
            joined(own.xq, [&]() HWY_ATTR { return neighbour().xq; })};
  }

  // Σ w·(x − scale·q + min)² with q = round((x + min)/scale).
  V laneError(std::size_t lane, V scale, V min) const {
    const V inverse = inverseOrZero(scale);
    V total = zeros();
    for (std::size_t i = 0; i < kSuperBlock; i += kLanes) {
      const V value = hn::Add(x(i, lane), min);
      const V r = hn::Sub(value, hn::Mul(scale, code(hn::Mul(value, inverse))));
      total = hn::Add(total, hn::Mul(r, weighted(r, i, lane)));
    }
    return total;
  }

  V error(std::size_t lane, V scale, V min) const {
    return joined(laneError(lane, scale, min), [&]() HWY_ATTR { return laneError(lane ^ 1, scale, min); });
  }

  // Σ w·x², of the lanes alone.
  V laneEnergy(std::size_t lane) const {
    V total = zeros();
    for (std::size_t i = 0; i < kSuperBlock; i += kLanes) {
      total = hn::Add(total, hn::Mul(x(i, lane), weighted(x(i, lane), i, lane)));
    }
    return total;
  }

  Totals laneTotals(std::size_t lane) const {
    V w = zeros(), wx = zeros();
    for (std::size_t i = 0; i < kSuperBlock; i += kLanes) {
      w = hn::Add(w, weighted(same(1.0f), i, lane));
      wx = hn::Add(wx, weighted(x(i, lane), i, lane));
    }
    return {w, wx, zeros()};
  }

  Totals totals(std::size_t lane) const {
    const Totals own = laneTotals(lane);
    const V w = joined(own.w, [&]() HWY_ATTR { return laneTotals(lane ^ 1).w; });
    return {w, joined(own.x, [&]() HWY_ATTR { return laneTotals(lane ^ 1).x; }), hn::Div(same(1.0f), w)};
  }

  // Weighted least squares of scale and minimum for given codes; of the minimum alone if the codes are all equal. A
  // minimum below 0 cannot be stored: then of the scale alone. One division, because divisions would cost as much as
  // the sums.
  static Fit solve(const Moments& m, const Totals& t) {
    const V square = hn::Mul(t.w, m.qq);
    const V determinant = hn::Sub(square, hn::Mul(m.q, m.q));
    const LaneMask equal = hn::Le(determinant, hn::Mul(square, same(1e-5f)));
    const V top = hn::IfThenZeroElse(equal, hn::Sub(hn::Mul(t.w, m.xq), hn::Mul(t.x, m.q)));
    const V bottom = hn::IfThenElse(equal, same(1.0f), determinant);
    const LaneMask alone = hn::Lt(hn::Mul(top, m.q), hn::Mul(t.x, bottom));  // (scale·Σwq − Σwx)/Σw < 0
    const V qq = hn::Max(m.qq, same(1e-30f));
    const V ratio = hn::Div(hn::IfThenElse(alone, m.xq, top), hn::IfThenElse(alone, qq, bottom));
    const V scale = hn::Max(ratio, zeros());
    const V min = hn::IfThenZeroElse(alone, hn::Mul(hn::Sub(hn::Mul(scale, m.q), t.x), t.inverseW));
    // Σwx² − Σw(x − scale·q + min)²
    const V linear = hn::Sub(hn::Mul(scale, m.xq), hn::Mul(min, t.x));
    const V cross = hn::Mul(hn::Mul(scale, min), m.q);
    const V squares = hn::Add(hn::Mul(hn::Mul(scale, scale), m.qq), hn::Mul(hn::Mul(min, min), t.w));
    return {scale, min, hn::Sub(hn::Add(linear, linear), hn::Sub(squares, hn::Add(cross, cross)))};
  }

  // Widens by the values that weigh at least `least`, by w·x², and by 0 if some do not; `most` by their weights.
  void widen(std::size_t lane, V least, V& low, V& high, V& most) const {
    for (std::size_t i = 0; i < kSuperBlock; i += kLanes) {
      const V weight = hn::Mul(x(i, lane), weighted(x(i, lane), i, lane));
      const V value = hn::IfThenElseZero(hn::Ge(weight, least), x(i, lane));
      low = hn::Min(low, value);
      high = hn::Max(high, value);
      most = hn::Max(most, weight);
    }
  }

  // The range of each sub-block's values that weigh enough, widened to hold 0 at its low end because minima are >= 0;
  // and the most that one weighs.
  void range(std::size_t lane, V least, V& low, V& width, V& most) const {
    low = zeros();
    most = zeros();
    V high = same(-3e38f);
    widen(lane, least, low, high, most);
    if constexpr (Grid::kPaired && HWY_TARGET == HWY_SCALAR) {
      widen(lane ^ 1, least, low, high, most);
    } else if constexpr (Grid::kPaired) {
      low = hn::Min(low, hn::Reverse2(LaneTag(), low));
      high = hn::Max(high, hn::Reverse2(LaneTag(), high));
      most = hn::Max(most, hn::Reverse2(LaneTag(), most));
    }
    width = hn::Sub(high, low);
  }

 private:
  HWY_INLINE V x(std::size_t i, std::size_t lane) const { return at(m_block.x.v + i + lane); }
  HWY_INLINE V weighted(V v, std::size_t i, std::size_t lane) const {
    if constexpr (kWeighted) return hn::Mul(at(m_block.weights->v + i + lane), v);
    return v;
  }
  static HWY_INLINE V code(V scaled) { return nearestWithin(scaled, Grid::kCodeLow, Grid::kCodeHigh); }
  const SuperBlock& m_block;
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
