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
  // Candidates that share values and weights: AVX-512 has registers for as many.
  static constexpr std::size_t kMoreAtOnce = hn::MaxLanes(LaneTag()) == kLanes ? 4 : 2;

  struct Moments {  // of the codes: Σ w·q, Σ w·q², Σ w·x·q
    V q, qq, xq;
  };
  struct Totals {  // of the values: Σ w, Σ w·x, 1/Σ w, and the mean
    V w, x, inverseW, mean;
  };
  struct Fit {
    V scale, min;
  };
  struct Range {
    V low, high;
  };
  explicit AffineBlock(const SuperBlock& block) : m_block(block) {}

  // With q = round(x·inverse + offset). REQUIRES: the inverses are short.
  template <std::size_t kCount>
  HWY_INLINE void moments(std::size_t lane, const Several<kCount>& inverse, const Several<kCount>& offset,
                          Moments (&found)[kCount]) const {
    laneMoments(lane, inverse, offset, found);
    Moments neighbour[kCount];
    if constexpr (kNeighbourApart) laneMoments(lane ^ 1, inverse, offset, neighbour);
    for (std::size_t k = 0; k < kCount; ++k) {
      found[k].q = joined(found[k].q, neighbour[k].q);
      found[k].qq = joined(found[k].qq, neighbour[k].qq);
      found[k].xq = joined(found[k].xq, neighbour[k].xq);
    }
  }
  HWY_INLINE Moments moments(std::size_t lane, V inverse, V offset) const {
    Moments found[1];
    moments<1>(lane, {{inverse}}, {{offset}}, found);
    return found[0];
  }

  // Σ w·(x·inverse + offset − q)² with the q that makes it least: the error in multiples of squared steps. REQUIRES:
  // the inverses are short.
  template <std::size_t kCount>
  HWY_INLINE void misses(std::size_t lane, const Several<kCount>& inverse, const Several<kCount>& offset,
                         Several<kCount>& found) const {
    laneMisses(lane, inverse, offset, found);
    Several<kCount> neighbour;
    if constexpr (kNeighbourApart) laneMisses(lane ^ 1, inverse, offset, neighbour);
    for (std::size_t k = 0; k < kCount; ++k) found.v[k] = joined(found.v[k], neighbour.v[k]);
  }

  // Σ w·(x − scale·q + min)².
  V error(std::size_t lane, V scale, V min) const {
    const V inverse = shortInverse(scale);
    Several<1> found;
    misses<1>(lane, {{inverse}}, {{hn::Mul(min, inverse)}}, found);
    return hn::Mul(found.v[0], squaredStep(scale));
  }

  // What misses are multiples of.
  static HWY_INLINE V squaredStep(V scale) {
    const V step = hn::Max(hn::Abs(scale), same(kLeastStep));
    return hn::Mul(step, step);
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
      wx = hn::Add(wx, this->wx(i, lane));
    }
    return {w, wx, zeros(), zeros()};
  }

  Totals totals(std::size_t lane) const {
    const Totals own = laneTotals(lane), other = kNeighbourApart ? laneTotals(lane ^ 1) : own;
    const V w = joined(own.w, other.w), wx = joined(own.x, other.x);
    const V inverseW = hn::Div(same(1.0f), w);
    return {w, wx, inverseW, hn::Mul(wx, inverseW)};
  }

  // How much of the mean of w·x², beyond the squared mean of x, the best scale and minimum for given codes save (see
  // solve).
  static V gain(const Moments& m, const Totals& t) {
    const V q = hn::Mul(m.q, t.inverseW), qq = hn::Mul(m.qq, t.inverseW), xq = hn::Mul(m.xq, t.inverseW);
    const V spread = hn::Sub(qq, hn::Mul(q, q));
    const LaneMask equal = hn::Le(spread, hn::Mul(qq, same(1e-5f)));
    const V top = hn::IfThenZeroElse(equal, hn::Max(hn::Sub(xq, hn::Mul(t.mean, q)), zeros()));
    const V bottom = hn::IfThenElse(equal, same(1.0f), spread);
    const V both = hn::Div(hn::Mul(top, top), bottom);
    const LaneMask alone = hn::Lt(hn::Mul(top, q), hn::Mul(t.mean, bottom));
    if (hn::AllFalse(LaneTag(), alone)) return both;
    const V rising = hn::Max(xq, zeros());
    const V scaleAlone = hn::Div(hn::Mul(rising, rising), hn::Max(qq, same(1e-30f)));
    return hn::IfThenElse(alone, hn::Sub(scaleAlone, hn::Mul(t.mean, t.mean)), both);
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
    return {scale, min};
  }

  // The range of each sub-block's values, and the most that one weighs, by w·x².
  Range range(std::size_t lane, V& most) const {
    V low = x(0, lane), high = low;
    most = zeros();
    for (std::size_t i = 0; i < kSuperBlock; i += kLanes) {
      low = hn::Min(low, x(i, lane));
      high = hn::Max(high, x(i, lane));
      if constexpr (kWeighted) most = hn::Max(most, hn::Mul(x(i, lane), wx(i, lane)));
    }
    if constexpr (kNeighbourApart) {
      for (std::size_t i = 0; i < kSuperBlock; i += kLanes) {
        low = hn::Min(low, x(i, lane ^ 1));
        high = hn::Max(high, x(i, lane ^ 1));
        if constexpr (kWeighted) most = hn::Max(most, hn::Mul(x(i, lane ^ 1), wx(i, lane ^ 1)));
      }
    }
    most = acrossPair(most, [](V a, V b) HWY_ATTR { return hn::Max(a, b); });
    return acrossPairs({low, high});
  }

  // Of the values that weigh at least so much; with 0.
  Range heavyRange(std::size_t lane, V least) const {
    Range range{zeros(), zeros()};
    widen(lane, least, range);
    if constexpr (kNeighbourApart) widen(lane ^ 1, least, range);
    return acrossPairs(range);
  }

 private:
  // A sub-block of 32 is two neighbouring lanes, which are in the same vector unless vectors have a single lane.
  static constexpr bool kNeighbourApart = Grid::kPaired && HWY_TARGET == HWY_SCALAR;

  // Both lanes of a sub-block get its sum. `neighbour` matters only where that is apart.
  static HWY_INLINE V joined(V own, [[maybe_unused]] V neighbour) {
    if constexpr (kNeighbourApart) return hn::Add(own, neighbour);
    return acrossPair(own, [](V a, V b) HWY_ATTR { return hn::Add(a, b); });
  }

  template <std::size_t kCount>
  HWY_INLINE void laneMoments(std::size_t lane, const Several<kCount>& inverse, const Several<kCount>& offset,
                              Moments (&found)[kCount]) const {
    V q[kCount], qq[kCount], xq[kCount];  // in registers, as what others can see would not be
    for (std::size_t k = 0; k < kCount; ++k) q[k] = qq[k] = xq[k] = zeros();
    for (std::size_t i = 0; i < kSuperBlock; i += kLanes) {
      const V value = x(i, lane), product = wx(i, lane);
      for (std::size_t k = 0; k < kCount; ++k) {
        const V own = code(plusExact(offset.v[k], value, inverse.v[k]));
        const V wq = weighted(own, i, lane);
        q[k] = hn::Add(q[k], wq);
        qq[k] = plusExact(qq[k], own, wq);
        xq[k] = plusExact(xq[k], own, product);
      }
    }
    for (std::size_t k = 0; k < kCount; ++k) found[k] = {q[k], qq[k], xq[k]};
  }

  template <std::size_t kCount>
  HWY_INLINE void laneMisses(std::size_t lane, const Several<kCount>& inverse, const Several<kCount>& offset,
                             Several<kCount>& found) const {
    V total[kCount];
    for (V& own : total) own = zeros();
    for (std::size_t i = 0; i < kSuperBlock; i += kLanes) {
      const V value = x(i, lane);
      for (std::size_t k = 0; k < kCount; ++k) {
        const V wanted = plusExact(offset.v[k], value, inverse.v[k]);
        const V r = hn::Sub(wanted, code(wanted));
        total[k] = hn::Add(total[k], hn::Mul(r, weighted(r, i, lane)));
      }
    }
    for (std::size_t k = 0; k < kCount; ++k) found.v[k] = total[k];
  }

  template <class Joined>
  static HWY_INLINE V acrossPair(V own, [[maybe_unused]] Joined join) {
#if HWY_TARGET != HWY_SCALAR
    if constexpr (Grid::kPaired) return join(own, hn::Reverse2(LaneTag(), own));
#endif
    return own;
  }
  static HWY_INLINE Range acrossPairs(const Range& own) {
    return {acrossPair(own.low, [](V a, V b) HWY_ATTR { return hn::Min(a, b); }),
            acrossPair(own.high, [](V a, V b) HWY_ATTR { return hn::Max(a, b); })};
  }
  void widen(std::size_t lane, V least, Range& range) const {
    for (std::size_t i = 0; i < kSuperBlock; i += kLanes) {
      const V value = hn::IfThenElseZero(hn::Ge(hn::Mul(x(i, lane), wx(i, lane)), least), x(i, lane));
      range.low = hn::Min(range.low, value);
      range.high = hn::Max(range.high, value);
    }
  }
  HWY_INLINE V x(std::size_t i, std::size_t lane) const { return at(m_block.x.v + i + lane); }
  HWY_INLINE V wx(std::size_t i, std::size_t lane) const {
    return at((kWeighted ? m_block.wx : m_block.x).v + i + lane);
  }
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
