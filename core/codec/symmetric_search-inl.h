// The scales of q3_K and q6_K: y = d·s·q, with one f16 d per super-block, one integer s per lane and signed codes q.
// Finds d, s and q of small Σ w·(x − y)². Included once per SIMD target.
//
// 1. Each lane alone: the real scale a that saves most error, among scales that put the lane's largest magnitude at a
//    choice of codes, on either side of 0.
// 2. All lanes: the steps d for which integer multiples d·s come nearest to those scales, each miss weighed by the
//    curvature of its lane's error. This needs no values, so a fine grid of d costs little.
// 3. For the best few d: the true error for the integers around a/d, codes chosen anew for each; then d by least
//    squares for those integers and codes, and the codes again, as long as the error falls.
#if defined(HALFTONE_CODEC_SYMMETRIC_SEARCH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_SYMMETRIC_SEARCH_INL_H_
#undef HALFTONE_CODEC_SYMMETRIC_SEARCH_INL_H_
#else
#define HALFTONE_CODEC_SYMMETRIC_SEARCH_INL_H_
#endif

#include "core/codec/k_codes.h"
#include "core/codec/super_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// Grid says what the type can hold, and which steps are tried:
//   kCodeLow, kCodeHigh, kScaleLow, kScaleHigh  ranges of q and s
//   kPeakScaleFirst, kPeakScaleStep             d = the largest |a| over such numbers, m_depth.steps of them
template <class Grid, bool kWeighted>
class SymmetricSearch {
 public:
  SymmetricSearch(const SuperBlock& block, const SymmetricDepth& depth) : m_block(block), m_depth(depth) {}

  void run(SymmetricCodes& codes) {
    fitLanes();
    considerSteps();
    if (m_depth.finalists == 1) {
      improve(m_steps.step[placeOfLeast(m_steps.error)]);
    } else {
      const typename Candidates<kMostSteps>::Order order = m_steps.order();
      for (const std::size_t place : std::span(order).first(static_cast<std::size_t>(m_depth.finalists)))
        improve(m_steps.step[place]);
    }
    write(codes);
  }

 private:
  using V = LaneVector;

  struct Choice {
    float d = 0.0f;
    float error = 3e38f;
  };

  static constexpr std::size_t kMostSteps = 32;
  static constexpr std::size_t kAtOnce = 2;  // candidates; depths have even numbers of peaks' codes
  // With weights, which they share; AVX-512 has registers for as many.
  static constexpr std::size_t kMoreAtOnce = kWeighted && hn::MaxLanes(LaneTag()) == kLanes ? 4 : kAtOnce;

  HWY_INLINE V x(std::size_t i, std::size_t lane) const { return at(m_block.x.v + i + lane); }
  HWY_INLINE V weighted(V v, std::size_t i, std::size_t lane) const {
    if constexpr (kWeighted) return hn::Mul(at(m_block.weights->v + i + lane), v);
    return v;
  }
  // round(x·inverse), which is short; kWithin: if it is known to be a code.
  template <bool kWithin = false>
  static HWY_INLINE V code(V value, V inverse) {
    const V rounder = same(kRounder);
    const V rounded = plusExact(rounder, value, inverse);
    if constexpr (kWithin) return hn::Sub(rounded, rounder);
    const V low = same(kRounder + Grid::kCodeLow), high = same(kRounder + Grid::kCodeHigh);
    return hn::Sub(hn::Min(hn::Max(rounded, low), high), rounder);
  }
  // w·x.
  HWY_INLINE V wx(std::size_t i, std::size_t lane) const {
    return at((kWeighted ? m_block.wx : m_block.x).v + i + lane);
  }
  static HWY_INLINE V scale(V wanted) { return nearestWithin(wanted, Grid::kScaleLow, Grid::kScaleHigh); }

  struct Fit {
    V xq, qq;
  };

  // Σ w·x·q and Σ w·q² of the lanes from `lane` on, with q = round(x·inverse). REQUIRES: the inverses are short.
  template <std::size_t kCount, bool kWithin = false>
  HWY_INLINE void sums(std::size_t lane, const Several<kCount>& inverse, Fit (&found)[kCount]) const {
    V xq[kCount], qq[kCount];  // in registers, as what others can see would not be
    for (std::size_t k = 0; k < kCount; ++k) xq[k] = qq[k] = zeros();
    for (std::size_t i = 0; i < kSuperBlock; i += kLanes) {
      const V value = x(i, lane), product = wx(i, lane);
      for (std::size_t k = 0; k < kCount; ++k) {
        const V q = code<kWithin>(value, inverse.v[k]);
        xq[k] = plusExact(xq[k], product, q);
        qq[k] = plusExact(qq[k], weighted(q, i, lane), q);
      }
    }
    for (std::size_t k = 0; k < kCount; ++k) found[k] = {xq[k], qq[k]};
  }

  // Σ w·(x − a·q)² with q = round(x/a). REQUIRES: each a is an integer times an f16 number.
  template <std::size_t kCount>
  HWY_INLINE void errors(std::size_t lane, const Several<kCount>& a, Several<kCount>& found) const {
    V inverse[kCount], total[kCount];
    for (std::size_t k = 0; k < kCount; ++k) {
      inverse[k] = shortInverse(a.v[k]);
      total[k] = zeros();
    }
    for (std::size_t i = 0; i < kSuperBlock; i += kLanes) {
      const V value = x(i, lane);
      for (std::size_t k = 0; k < kCount; ++k) {
        const V r = minusExact(value, a.v[k], code(value, inverse[k]));
        total[k] = hn::Add(total[k], hn::Mul(r, weighted(r, i, lane)));
      }
    }
    for (std::size_t k = 0; k < kCount; ++k) found.v[k] = total[k];
  }

  // The value of largest magnitude of each lane, with its sign.
  V peak(std::size_t lane) const {
    V low = x(0, lane);
    V high = low;
    for (std::size_t i = kLanes; i < kSuperBlock; i += kLanes) {
      low = hn::Min(low, x(i, lane));
      high = hn::Max(high, x(i, lane));
    }
    return hn::IfThenElse(hn::Gt(hn::Neg(low), high), low, high);
  }

  // The value of each lane that weighs most, by w·x².
  V heaviest(std::size_t lane) const {
    V most = zeros(), found = zeros();
    for (std::size_t i = 0; i < kSuperBlock; i += kLanes) {
      const V weight = hn::Mul(x(i, lane), weighted(x(i, lane), i, lane));
      const LaneMask more = hn::Gt(weight, most);
      most = hn::IfThenElse(more, weight, most);
      found = hn::IfThenElse(more, x(i, lane), found);
    }
    return found;
  }

  // What is best so far; its square beside it, so that candidates wait for no more than they must.
  struct Best {
    Fit fit;
    V square;
  };

  // For given codes the best scale is Σwxq / Σwq², and it saves (Σwxq)² / Σwq².
  // kLargest: `value` is the largest magnitude, so that all codes are within the range if its code is.
  template <bool kLargest>
  void tryPeak(std::size_t lane, V value, Best& best) const {
    const V inversePeak = shortInverse(value);
    const std::span<const float> targets = m_depth.peakCodes;
    std::size_t i = 0;
    for (; i + kMoreAtOnce <= targets.size(); i += kMoreAtOnce)
      tryCodes<kLargest, kMoreAtOnce>(lane, inversePeak, targets.data() + i, best);
    for (; i < targets.size(); i += kAtOnce) tryCodes<kLargest, kAtOnce>(lane, inversePeak, targets.data() + i, best);
  }

  template <bool kLargest, std::size_t kCount>
  HWY_INLINE void tryCodes(std::size_t lane, V inversePeak, const float* targets, Best& best) const {
    Several<kCount> inverse;
    bool within = kLargest;
    for (std::size_t k = 0; k < kCount; ++k) {
      inverse.v[k] = shortened<kFactorBits>(hn::Mul(inversePeak, same(targets[k])));
      within = within && std::fabs(targets[k]) <= Grid::kCodeHigh;
    }
    Fit found[kCount];
    within ? sums<kCount, true>(lane, inverse, found) : sums<kCount>(lane, inverse, found);
    for (const Fit& fit : found) {
      const V square = hn::Mul(fit.xq, fit.xq);
      const LaneMask better = hn::Gt(hn::Mul(square, best.fit.qq), hn::Mul(best.square, fit.qq));
      best.fit.xq = hn::IfThenElse(better, fit.xq, best.fit.xq);
      best.fit.qq = hn::IfThenElse(better, fit.qq, best.fit.qq);
      best.square = hn::IfThenElse(better, square, best.square);
    }
  }

  // A peak that hardly counts hides the values that do: lanes with one are tried again on the scale of those.
  void fitLanes() {
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      Best best{{zeros(), same(1.0f)}, zeros()};
      const V top = peak(lane);
      tryPeak<true>(lane, top, best);
      if constexpr (kWeighted) {
        const V heavy = heaviest(lane);
        const LaneMask hidden = hn::Lt(hn::Abs(heavy), hn::Mul(hn::Abs(top), same(0.3f)));
        if (!hn::AllFalse(LaneTag(), hidden)) {
          // Other lanes must not compare again what rounding may order otherwise: they would depend on their
          // neighbours.
          Best other = best;
          tryPeak<false>(lane, hn::IfThenElse(hidden, heavy, top), other);
          best.fit.xq = hn::IfThenElse(hidden, other.fit.xq, best.fit.xq);
          best.fit.qq = hn::IfThenElse(hidden, other.fit.qq, best.fit.qq);
        }
      }
      put(hn::Div(best.fit.xq, best.fit.qq), m_wanted, lane);
      put(best.fit.qq, m_curvature, lane);
    }
  }

  // The steps from the first-th on, and for each Σ over lanes of curvature·(a − d·s)², s the nearest integer.
  template <std::size_t kVectors>
  HWY_INLINE void trySteps(float largest, std::size_t first) {
    V d[kVectors], inverse[kVectors], total[kVectors];
    for (std::size_t n = 0; n < kVectors; ++n) {
      const V index = hn::Iota(LaneTag(), static_cast<float>(first + n * vectorLanes()));
      const V target = hn::Add(same(Grid::kPeakScaleFirst), hn::Mul(index, same(Grid::kPeakScaleStep)));
      d[n] = storable(hn::Div(same(largest), target), m_block.unit);
      inverse[n] = inverseOrZero(d[n]);
      total[n] = zeros();
    }
    for (std::size_t k = 0; k < kLanes; ++k) {
      const V a = same(m_wanted.v[k]), curvature = same(m_curvature.v[k]);
      for (std::size_t n = 0; n < kVectors; ++n) {
        const V r = hn::Sub(a, hn::Mul(d[n], scale(hn::Mul(a, inverse[n]))));
        total[n] = hn::Add(total[n], hn::Mul(curvature, hn::Mul(r, r)));
      }
    }
    for (std::size_t n = 0; n < kVectors; ++n) {
      hn::Store(d[n], LaneTag(), m_steps.step.data() + first + n * vectorLanes());
      hn::Store(total[n], LaneTag(), m_steps.error.data() + first + n * vectorLanes());
    }
  }

  float largestWanted() const {
    V low = zeros(), high = zeros();
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      low = hn::Min(low, at(m_wanted, lane));
      high = hn::Max(high, at(m_wanted, lane));
    }
    const float least = hn::GetLane(hn::MinOfLanes(LaneTag(), low));
    const float most = hn::GetLane(hn::MaxOfLanes(LaneTag(), high));
    return -least > most ? least : most;
  }

  void considerSteps() {
    const float largest = largestWanted();
    m_steps.error.fill(3e38f);
    std::size_t i = 0;
    for (; i + 2 * vectorLanes() <= m_depth.steps; i += 2 * vectorLanes()) trySteps<2>(largest, i);
    for (; i < m_depth.steps; i += vectorLanes()) trySteps<1>(largest, i);
  }

  // Some of the integers from `start` on outwards, the first-th and those after it.
  template <std::size_t kCount>
  HWY_INLINE void tryScales(std::size_t lane, std::size_t first, V start, V side, float d, V& best,
                            V& bestError) const {
    Several<kCount> tried, a, found;
    for (std::size_t k = 0; k < kCount; ++k) {
      tried.v[k] = scale(hn::Add(start, hn::Mul(side, same(outwards(first + k)))));
      a.v[k] = hn::Mul(tried.v[k], same(d));
    }
    errors<kCount>(lane, a, found);
    for (std::size_t k = 0; k < kCount; ++k) {
      const LaneMask better = hn::Lt(found.v[k], bestError);
      best = hn::IfThenElse(better, tried.v[k], best);
      bestError = hn::IfThenElse(better, found.v[k], bestError);
    }
  }

  // The integers near wanted/d of smallest true error: m_depth.tries from the nearest outwards, towards what is wanted
  // first.
  float chooseScales(const PerLane& wanted, float d, PerLane& scales) const {
    const V inverse = inverseOrZero(same(d));
    PerLane totals;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      V best = zeros(), bestError = same(3e38f);
      const V exact = hn::Mul(at(wanted, lane), inverse), start = scale(exact);
      const V side = hn::IfThenElse(hn::Lt(exact, start), same(-1.0f), same(1.0f));
      std::size_t i = 0;
      for (; i + kMoreAtOnce <= m_depth.tries; i += kMoreAtOnce)
        tryScales<kMoreAtOnce>(lane, i, start, side, d, best, bestError);
      for (; i + kAtOnce <= m_depth.tries; i += kAtOnce) tryScales<kAtOnce>(lane, i, start, side, d, best, bestError);
      if (i < m_depth.tries) tryScales<1>(lane, i, start, side, d, best, bestError);
      put(best, scales, lane);
      put(bestError, totals, lane);
    }
    return sumOfLanes(totals);
  }

  // The d of least squares for these integers and the codes that they and the present d give.
  float refit(const PerLane& scales, float d) const {
    PerLane up, down;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V s = at(scales, lane);
      Fit found[1];
      sums<1>(lane, {{shortInverse(hn::Mul(s, same(d)))}}, found);
      put(hn::Mul(s, found[0].xq), up, lane);
      put(hn::Mul(hn::Mul(s, s), found[0].qq), down, lane);
    }
    const float bottom = sumOfLanes(down);
    return bottom > 0.0f ? storable(sumOfLanes(up) / bottom, m_block.unit) : d;
  }

  float errorOf(const PerLane& scales, float d) const {
    PerLane totals;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      Several<1> found;
      errors<1>(lane, {{hn::Mul(at(scales, lane), same(d))}}, found);
      put(found.v[0], totals, lane);
    }
    return sumOfLanes(totals);
  }

  void improve(float d) {
    PerLane wanted = m_wanted;
    float before = 3e38f;
    for (int sweep = 0; sweep < m_depth.sweeps; ++sweep) {
      PerLane scales;
      float present = chooseScales(wanted, d, scales);
      if (!(present < before)) return;
      keep(d, present, scales);
      refitAll(scales, d, present);
      before = present;
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes())
        put(hn::Mul(at(scales, lane), same(d)), wanted, lane);
    }
  }

  // Fits d to these integers as often as that makes the error fall.
  void refitAll(const PerLane& scales, float& d, float& present) {
    for (int round = 0; round < m_depth.refits; ++round) {
      const float next = refit(scales, d);
      if (next == d) return;
      const float nextError = errorOf(scales, next);
      if (!(nextError < present)) return;
      d = next;
      present = nextError;
      keep(d, present, scales);
    }
  }

  void keep(float d, float total, const PerLane& scales) {
    if (!(total < m_best.error)) return;
    m_best = {d, total};
    m_scales = scales;
  }

  void write(SymmetricCodes& codes) const {
    PerLane inverse, offset;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      put(inverseOrZero(hn::Mul(at(m_scales, lane), same(m_best.d))), inverse, lane);
      put(zeros(), offset, lane);
    }
    codes.d = m_best.d * m_block.unit;
    for (std::size_t k = 0; k < kLanes; ++k) codes.scale[k] = static_cast<std::int8_t>(m_scales.v[k]);
    writeCodes<Grid>(m_block, inverse, offset, codes.q.data());
  }

  const SuperBlock& m_block;
  const SymmetricDepth& m_depth;
  PerLane m_wanted;     // a
  PerLane m_curvature;  // Σ w·q² at a
  Candidates<kMostSteps> m_steps;
  Choice m_best;
  PerLane m_scales{};
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
