// The scales and minima of q2_K, q4_K and q5_K: y = d·s·q − dmin·m, with two f16 per super-block, two integers s and m
// per sub-block and codes q >= 0. Finds d, dmin, s, m and q of small Σ w·(x − y)². Included once per SIMD target.
//
// 1. Each sub-block alone: the real scale and minimum that save most error. The error has many local minima, so starts
//    are spread: each puts the codes' range somewhere around the values' range, and its codes give a scale and minimum
//    by least squares.
// 2. All sub-blocks: the pairs (d, dmin) on a grid for which integer multiples come nearest to those scales and minima,
//    each miss weighed by the second derivatives of its sub-block's error. This needs no values.
// 3. For the best few pairs: the true error for the integers around the wanted ones, codes chosen anew for each; then
//    d and dmin by least squares for those integers and codes, and the codes again, as long as the error falls.
#if defined(HALFTONE_CODEC_AFFINE_SEARCH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_AFFINE_SEARCH_INL_H_
#undef HALFTONE_CODEC_AFFINE_SEARCH_INL_H_
#else
#define HALFTONE_CODEC_AFFINE_SEARCH_INL_H_
#endif

#include "core/codec/k_codes.h"
#include "core/codec/super_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// Grid says what the type can hold, and which steps are tried:
//   kPaired                           sub-blocks of 32 (two lanes) instead of 16
//   kCodeLow (0), kCodeHigh           range of q
//   kScaleHigh                        s and m are 0..kScaleHigh
//   kPeakFirst, kPeakStep, kSteps     d = the largest scale over kSteps (a multiple of 16, at most 64) such numbers
//   kMinPeakFirst, kMinPeakStep       dmin = the largest minimum over 16 such numbers
template <class Grid, bool kWeighted>
class AffineSearch {
 public:
  AffineSearch(const SuperBlock& block, const AffineDepth& depth) : m_block(block), m_depth(depth) {}

  void run(AffineCodes& codes) {
    fitLanes();
    chooseSteps();
    for (const Choice& finalist : finalists()) improve(finalist);
    write(codes);
  }

 private:
  using V = LaneVector;
  static constexpr std::size_t kStride = Grid::kPaired ? 2 : 1;  // lanes of a sub-block

  struct Choice {
    float d = 0.0f, dmin = 0.0f;
    float error = 3e38f;
  };
  struct Moments {  // of the codes: Σ w·q, Σ w·q², Σ w·x·q
    V q, qq, xq;
  };
  struct Totals {  // of the values: Σ w, Σ w·x, 1/Σ w
    V w, x, inverseW;
  };
  struct Fit {
    V scale, min, gain;  // gain: how much of Σ w·x² it saves
  };
  struct Integers {
    PerLane scale, min;
  };

  HWY_INLINE V x(std::size_t i, std::size_t lane) const { return at(m_block.x.v + i + lane); }
  HWY_INLINE V weighted(V v, std::size_t i, std::size_t lane) const {
    if constexpr (kWeighted) return hn::Mul(at(m_block.weights->v + i + lane), v);
    return v;
  }
  static HWY_INLINE V code(V scaled) { return nearestWithin(scaled, Grid::kCodeLow, Grid::kCodeHigh); }
  static HWY_INLINE V integer(V wanted) { return nearestWithin(wanted, 0.0f, Grid::kScaleHigh); }

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

  static HWY_INLINE void keepBetter(const Moments& m, const Fit& fit, Moments& bestMoments, Fit& best) {
    const LaneMask better = hn::Gt(fit.gain, best.gain);
    best.scale = hn::IfThenElse(better, fit.scale, best.scale);
    best.min = hn::IfThenElse(better, fit.min, best.min);
    best.gain = hn::IfThenElse(better, fit.gain, best.gain);
    bestMoments.q = hn::IfThenElse(better, m.q, bestMoments.q);
    bestMoments.qq = hn::IfThenElse(better, m.qq, bestMoments.qq);
  }

  void tryRange(std::size_t lane, V low, V width, const Totals& t, Moments& bestMoments, Fit& best) const {
    const V inverseWidth = inverseOrZero(width);
    for (const Edges e : m_depth.starts) {
      const V inverse = hn::Mul(inverseWidth, same(Grid::kCodeHigh / (1.0f - e.begin - e.end)));
      const V origin = hn::Add(low, hn::Mul(width, same(e.begin)));
      const Moments m = moments(lane, inverse, hn::Neg(hn::Mul(origin, inverse)));
      keepBetter(m, solve(m, t), bestMoments, best);
    }
  }

  // Peaks that hardly count hide the values that do: sub-blocks with such are tried again on the range of those.
  void fitLanes() {
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const Totals t = totals(lane);
      V low, width, most;
      range(lane, zeros(), low, width, most);
      Fit best{zeros(), zeros(), same(-1.0f)};
      Moments bestMoments{zeros(), zeros(), zeros()};
      tryRange(lane, low, width, t, bestMoments, best);
      if constexpr (kWeighted) {
        V heavyLow, heavyWidth, unused;
        range(lane, hn::Mul(most, same(0x1p-10f)), heavyLow, heavyWidth, unused);
        const LaneMask hidden = hn::Lt(heavyWidth, hn::Mul(width, same(0.4f)));
        if (!hn::AllFalse(LaneTag(), hidden)) {
          tryRange(lane, hn::IfThenElse(hidden, heavyLow, low), hn::IfThenElse(hidden, heavyWidth, width), t,
                   bestMoments, best);
        }
      }
      polish(lane, t, bestMoments, best);
      storeFit(lane, best, bestMoments, t);
    }
  }

  void polish(std::size_t lane, const Totals& t, Moments& bestMoments, Fit& best) const {
    for (int i = 0; i < m_depth.polishes; ++i) {
      const V inverse = inverseOrZero(best.scale);
      const Moments m = moments(lane, inverse, hn::Mul(best.min, inverse));
      keepBetter(m, solve(m, t), bestMoments, best);
    }
  }

  // The error around a fit is curvature·δscale² + weight·(δmin − slope·δscale)².
  void storeFit(std::size_t lane, const Fit& fit, const Moments& m, const Totals& t) {
    const V slope = hn::Div(m.q, t.w);
    put(fit.scale, m_wanted.scale, lane);
    put(fit.min, m_wanted.min, lane);
    put(slope, m_slope, lane);
    put(hn::Sub(m.qq, hn::Mul(m.q, slope)), m_curvature, lane);
    put(t.w, m_weight, lane);
  }

  void chooseSteps() {
    float largest = 0.0f, largestMin = 0.0f;
    for (std::size_t k = 0; k < kLanes; ++k) {
      largest = std::max(largest, m_wanted.scale.v[k]);
      largestMin = std::max(largestMin, m_wanted.min.v[k]);
    }
    PerLane dmins;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      put(peakOver(largestMin, Grid::kMinPeakFirst, Grid::kMinPeakStep, lane), dmins, lane);
    }
    std::array<Choice, kMostSteps> shortlist;
    const std::span<Choice> best = std::span(shortlist).first(static_cast<std::size_t>(m_depth.shortlist));
    for (std::size_t lane = 0; lane < Grid::kSteps; lane += vectorLanes()) {
      considerSteps(peakOver(largest, Grid::kPeakFirst, Grid::kPeakStep, lane), best);
    }
    for (const Choice& choice : best) {
      if (choice.error < Choice{}.error) considerPairs(choice, dmins);
    }
  }

  // peak/(first + i·step), as stored, for i = index, index + 1, …
  HWY_INLINE V peakOver(float peak, float first, float step, std::size_t index) const {
    const V i = hn::Iota(LaneTag(), static_cast<float>(index));
    return storable(hn::Div(same(peak), hn::Add(same(first), hn::Mul(i, same(step)))), m_block.unit);
  }

  // Each of these d by Σ over sub-blocks of curvature·(scale − d·s)², s the nearest integer.
  void considerSteps(V d, std::span<Choice> best) const {
    const V inverse = inverseOrZero(d);
    V total = zeros();
    for (std::size_t k = 0; k < kLanes; k += kStride) {
      const V wanted = same(m_wanted.scale.v[k]);
      const V r = hn::Sub(hn::Mul(d, integer(hn::Mul(wanted, inverse))), wanted);
      total = hn::Add(total, hn::Mul(same(m_curvature.v[k]), hn::Mul(r, r)));
    }
    PerLane steps, errors;
    put(d, steps, 0);
    put(total, errors, 0);
    for (std::size_t k = 0; k < vectorLanes(); ++k) consider({steps.v[k], 0.0f, errors.v[k]}, best);
  }

  // This d with every dmin: weight·(min − dmin·m)² is added, of the minima that go best with the stored scales.
  void considerPairs(const Choice& choice, const PerLane& dmins) {
    const V d = same(choice.d);
    const V perStep = inverseOrZero(d);
    PerLane wantedMins, errors;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V wanted = at(m_wanted.scale, lane);
      const V r = hn::Sub(hn::Mul(d, integer(hn::Mul(wanted, perStep))), wanted);
      put(hn::Add(at(m_wanted.min, lane), hn::Mul(r, at(m_slope, lane))), wantedMins, lane);
    }
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V step = at(dmins, lane);
      const V inverse = inverseOrZero(step);
      V total = same(choice.error);
      for (std::size_t k = 0; k < kLanes; k += kStride) {
        const V wanted = same(wantedMins.v[k]);
        const V r = hn::Sub(hn::Mul(step, integer(hn::Mul(wanted, inverse))), wanted);
        total = hn::Add(total, hn::Mul(same(m_weight.v[k]), hn::Mul(r, r)));
      }
      put(total, errors, lane);
    }
    for (std::size_t k = 0; k < kLanes; ++k) consider({choice.d, dmins.v[k], errors.v[k]}, finalists());
  }

  std::span<Choice> finalists() { return std::span(m_finalists).first(static_cast<std::size_t>(m_depth.finalists)); }

  // Keeps the best few, in order.
  static void consider(Choice choice, std::span<Choice> best) {
    if (!(choice.error < best.back().error)) return;
    for (Choice& kept : best) {
      if (choice.d == kept.d && choice.dmin == kept.dmin && choice.error == kept.error) return;
      if (choice.error < kept.error) std::swap(choice, kept);
    }
  }

  // The integers near the wanted ones of smallest true error; a scale's minimum is sought around the best for it.
  float chooseIntegers(const Integers& around, float d, float dmin, Integers& chosen) const {
    PerLane errors;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V wanted = at(around.scale, lane);
      const V start = integer(hn::Mul(wanted, inverseOrZero(same(d))));
      V bestScale = zeros(), bestMin = zeros(), bestError = same(3e38f);
      for (int i = 0; i <= 2 * m_depth.reach; ++i) {
        const V s = integer(hn::Add(start, same(alternating(i))));
        const V scale = hn::Mul(s, same(d));
        const V wantedMin = hn::Add(at(around.min, lane), hn::Mul(hn::Sub(scale, wanted), at(m_slope, lane)));
        const V startMin = integer(hn::Mul(wantedMin, inverseOrZero(same(dmin))));
        for (int j = 0; j <= 2 * m_depth.reach; ++j) {
          const V m = integer(hn::Add(startMin, same(alternating(j))));
          const V e = error(lane, scale, hn::Mul(m, same(dmin)));
          const LaneMask better = hn::Lt(e, bestError);
          bestScale = hn::IfThenElse(better, s, bestScale);
          bestMin = hn::IfThenElse(better, m, bestMin);
          bestError = hn::IfThenElse(better, e, bestError);
        }
      }
      put(bestScale, chosen.scale, lane);
      put(bestMin, chosen.min, lane);
      put(bestError, errors, lane);
    }
    return sumOfLanes(errors);
  }

  float errorOf(const Integers& chosen, float d, float dmin) const {
    PerLane errors;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V scale = hn::Mul(at(chosen.scale, lane), same(d));
      put(error(lane, scale, hn::Mul(at(chosen.min, lane), same(dmin))), errors, lane);
    }
    return sumOfLanes(errors);
  }

  // d and dmin of least squares for these integers and the codes that they and the present d and dmin give. The normal
  // equations are a·d − b·dmin = u, b·d − c·dmin = v.
  Choice refit(const Integers& chosen, const Choice& present) const {
    PerLane aa, bb, cc, uu, vv;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V s = at(chosen.scale, lane), m = at(chosen.min, lane);
      const V inverse = inverseOrZero(hn::Mul(s, same(present.d)));
      const Moments codes = moments(lane, inverse, hn::Mul(hn::Mul(m, same(present.dmin)), inverse));
      const Totals t = totals(lane);
      put(hn::Mul(hn::Mul(s, s), codes.qq), aa, lane);
      put(hn::Mul(hn::Mul(s, m), codes.q), bb, lane);
      put(hn::Mul(hn::Mul(m, m), t.w), cc, lane);
      put(hn::Mul(s, codes.xq), uu, lane);
      put(hn::Mul(m, t.x), vv, lane);
    }
    const float a = sumOfLanes(aa), b = sumOfLanes(bb), c = sumOfLanes(cc), u = sumOfLanes(uu), v = sumOfLanes(vv);
    const float determinant = a * c - b * b;
    Choice next = present;
    if (determinant > 1e-5f * a * c && determinant > 0.0f) {
      next.d = (u * c - b * v) / determinant;
      next.dmin = std::max((u * b - a * v) / determinant, 0.0f);
    } else if (a > 0.0f) {
      next.d = (u + b * present.dmin) / a;
    }
    next.d = storable(next.d, m_block.unit);
    next.dmin = storable(next.dmin, m_block.unit);
    return next;
  }

  void improve(Choice present) {
    Integers around = m_wanted;
    float before = 3e38f;
    for (int sweep = 0; sweep < m_depth.sweeps; ++sweep) {
      Integers chosen;
      present.error = chooseIntegers(around, present.d, present.dmin, chosen);
      if (!(present.error < before)) return;
      keep(present, chosen);
      refitAll(chosen, present);
      before = present.error;
      for (std::size_t k = 0; k < kLanes; ++k) {
        around.scale.v[k] = chosen.scale.v[k] * present.d;
        around.min.v[k] = chosen.min.v[k] * present.dmin;
      }
    }
  }

  // Fits d and dmin to these integers as often as that makes the error fall.
  void refitAll(const Integers& chosen, Choice& present) {
    for (int round = 0; round < m_depth.refits; ++round) {
      Choice next = refit(chosen, present);
      if (next.d == present.d && next.dmin == present.dmin) return;
      next.error = errorOf(chosen, next.d, next.dmin);
      if (!(next.error < present.error)) return;
      present = next;
      keep(present, chosen);
    }
  }

  void keep(const Choice& choice, const Integers& chosen) {
    if (!(choice.error < m_best.error)) return;
    m_best = choice;
    m_chosen = chosen;
  }

  void write(AffineCodes& codes) const {
    PerLane inverses, offsets;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V inverse = inverseOrZero(hn::Mul(at(m_chosen.scale, lane), same(m_best.d)));
      put(inverse, inverses, lane);
      put(hn::Mul(hn::Mul(at(m_chosen.min, lane), same(m_best.dmin)), inverse), offsets, lane);
    }
    codes.d = m_best.d * m_block.unit;
    codes.dmin = m_best.dmin * m_block.unit;
    for (std::size_t k = 0; k < kLanes / kStride; ++k) {
      codes.scale[k] = static_cast<std::uint8_t>(m_chosen.scale.v[k * kStride]);
      codes.min[k] = static_cast<std::uint8_t>(m_chosen.min.v[k * kStride]);
    }
    writeCodes<Grid>(m_block, inverses, offsets, codes.q.data());
  }

  static constexpr std::size_t kMostSteps = 64, kMostFinalists = 64;

  const SuperBlock& m_block;
  const AffineDepth& m_depth;
  Integers m_wanted;  // step 1: real scale and minimum
  PerLane m_slope, m_curvature, m_weight;
  std::array<Choice, kMostFinalists> m_finalists{};
  Choice m_best;
  Integers m_chosen{};
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
