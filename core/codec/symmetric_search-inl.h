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
    chooseSteps();
    for (const Choice& finalist : finalists()) improve(finalist.d);
    write(codes);
  }

 private:
  using V = LaneVector;

  struct Choice {
    float d = 0.0f;
    float error = 3e38f;
  };

  HWY_INLINE V x(std::size_t i, std::size_t lane) const { return at(m_block.x.v + i + lane); }
  HWY_INLINE V weighted(V v, std::size_t i, std::size_t lane) const {
    if constexpr (kWeighted) return hn::Mul(at(m_block.weights->v + i + lane), v);
    return v;
  }
  static HWY_INLINE V code(V scaled) { return nearestWithin(scaled, Grid::kCodeLow, Grid::kCodeHigh); }
  static HWY_INLINE V scale(V wanted) { return nearestWithin(wanted, Grid::kScaleLow, Grid::kScaleHigh); }

  // Σ w·x·q and Σ w·q² of the lanes from `lane` on, with q = round(x·inverse).
  void sums(std::size_t lane, V inverse, V& xq, V& qq) const {
    xq = zeros();
    qq = zeros();
    for (std::size_t i = 0; i < kSuperBlock; i += kLanes) {
      const V value = x(i, lane);
      const V q = code(hn::Mul(value, inverse));
      const V wq = weighted(q, i, lane);
      xq = hn::Add(xq, hn::Mul(value, wq));
      qq = hn::Add(qq, hn::Mul(q, wq));
    }
  }

  // Σ w·(x − a·q)² with q = round(x/a).
  V error(std::size_t lane, V a) const {
    const V inverse = inverseOrZero(a);
    V total = zeros();
    for (std::size_t i = 0; i < kSuperBlock; i += kLanes) {
      const V value = x(i, lane);
      const V r = hn::Sub(value, hn::Mul(a, code(hn::Mul(value, inverse))));
      total = hn::Add(total, hn::Mul(r, weighted(r, i, lane)));
    }
    return total;
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

  struct Fit {
    V xq, qq;
  };

  // For given codes the best scale is Σwxq / Σwq², and it saves (Σwxq)² / Σwq².
  void tryPeak(std::size_t lane, V value, Fit& best) const {
    const V inversePeak = inverseOrZero(value);
    for (const float target : m_depth.peakCodes) {
      V xq, qq;
      sums(lane, hn::Mul(inversePeak, same(target)), xq, qq);
      const LaneMask better = hn::Gt(hn::Mul(hn::Mul(xq, xq), best.qq), hn::Mul(hn::Mul(best.xq, best.xq), qq));
      best.xq = hn::IfThenElse(better, xq, best.xq);
      best.qq = hn::IfThenElse(better, qq, best.qq);
    }
  }

  // A peak that hardly counts hides the values that do: lanes with one are tried again on the scale of those.
  void fitLanes() {
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      Fit best{zeros(), same(1.0f)};
      const V top = peak(lane);
      tryPeak(lane, top, best);
      if constexpr (kWeighted) {
        const V heavy = heaviest(lane);
        const LaneMask hidden = hn::Lt(hn::Abs(heavy), hn::Mul(hn::Abs(top), same(0.3f)));
        if (!hn::AllFalse(LaneTag(), hidden)) {
          // Other lanes must not compare again what rounding may order otherwise: they would depend on their
          // neighbours.
          Fit other = best;
          tryPeak(lane, hn::IfThenElse(hidden, heavy, top), other);
          best.xq = hn::IfThenElse(hidden, other.xq, best.xq);
          best.qq = hn::IfThenElse(hidden, other.qq, best.qq);
        }
      }
      put(hn::Div(best.xq, best.qq), m_wanted, lane);
      put(best.qq, m_curvature, lane);
    }
  }

  // Σ over lanes of curvature·(a − d·s)², s the nearest integer; one d in each lane.
  V secondOrderError(V d) const {
    const V inverse = inverseOrZero(d);
    V total = zeros();
    for (std::size_t k = 0; k < kLanes; ++k) {
      const V a = same(m_wanted.v[k]);
      const V r = hn::Sub(a, hn::Mul(d, scale(hn::Mul(a, inverse))));
      total = hn::Add(total, hn::Mul(same(m_curvature.v[k]), hn::Mul(r, r)));
    }
    return total;
  }

  void chooseSteps() {
    float largest = 0.0f;
    for (const float a : m_wanted.v) largest = std::fabs(a) > std::fabs(largest) ? a : largest;
    for (std::size_t lane = 0; lane < static_cast<std::size_t>(m_depth.steps); lane += vectorLanes()) {
      const V index = hn::Iota(LaneTag(), static_cast<float>(lane));
      const V target = hn::Add(same(Grid::kPeakScaleFirst), hn::Mul(index, same(Grid::kPeakScaleStep)));
      const V d = storable(hn::Div(same(largest), target), m_block.unit);
      const V total = secondOrderError(d);
      if (hn::AllFalse(LaneTag(), hn::Lt(total, same(finalists().back().error)))) continue;
      PerLane steps, errors;
      put(d, steps, 0);
      put(total, errors, 0);
      for (std::size_t k = 0; k < vectorLanes(); ++k) consider({steps.v[k], errors.v[k]});
    }
  }

  std::span<Choice> finalists() { return std::span(m_finalists).first(static_cast<std::size_t>(m_depth.finalists)); }

  // Keeps the best few, in order.
  void consider(Choice choice) {
    if (!(choice.error < finalists().back().error)) return;
    for (Choice& finalist : finalists()) {
      if (choice.d == finalist.d && choice.error == finalist.error) return;
      if (choice.error < finalist.error) std::swap(choice, finalist);
    }
  }

  // The integers near wanted/d of smallest true error.
  float chooseScales(const PerLane& wanted, float d, PerLane& scales) const {
    const V inverse = inverseOrZero(same(d));
    PerLane errors;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V start = scale(hn::Mul(at(wanted, lane), inverse));
      V best = start;
      V bestError = same(3e38f);
      for (int i = 0; i <= 2 * m_depth.reach; ++i) {
        const V s = scale(hn::Add(start, same(alternating(i))));
        const V e = error(lane, hn::Mul(s, same(d)));
        const LaneMask better = hn::Lt(e, bestError);
        best = hn::IfThenElse(better, s, best);
        bestError = hn::IfThenElse(better, e, bestError);
      }
      put(best, scales, lane);
      put(bestError, errors, lane);
    }
    return sumOfLanes(errors);
  }

  // The d of least squares for these integers and the codes that they and the present d give.
  float refit(const PerLane& scales, float d) const {
    PerLane up, down;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V s = at(scales, lane);
      V xq, qq;
      sums(lane, inverseOrZero(hn::Mul(s, same(d))), xq, qq);
      put(hn::Mul(s, xq), up, lane);
      put(hn::Mul(hn::Mul(s, s), qq), down, lane);
    }
    const float bottom = sumOfLanes(down);
    return bottom > 0.0f ? storable(sumOfLanes(up) / bottom, m_block.unit) : d;
  }

  float errorOf(const PerLane& scales, float d) const {
    PerLane errors;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      put(error(lane, hn::Mul(at(scales, lane), same(d))), errors, lane);
    }
    return sumOfLanes(errors);
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
      for (std::size_t k = 0; k < kLanes; ++k) wanted.v[k] = scales.v[k] * d;
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

  static constexpr std::size_t kMostFinalists = 16;

  const SuperBlock& m_block;
  const SymmetricDepth& m_depth;
  PerLane m_wanted;     // a
  PerLane m_curvature;  // Σ w·q² at a
  std::array<Choice, kMostFinalists> m_finalists{};
  Choice m_best;
  PerLane m_scales{};
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
