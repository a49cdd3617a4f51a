// The scale and minimum that each sub-block of q2_K, q4_K or q5_K would have if it were alone. Included once per SIMD
// target.
//
// The error has many local minima, so starts are spread: each puts the codes' range somewhere around the values' range,
// and its codes give a scale and minimum by least squares. What saves most error wins, and its own codes are fitted
// again.
#if defined(HALFTONE_CODEC_AFFINE_FITS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_AFFINE_FITS_INL_H_
#undef HALFTONE_CODEC_AFFINE_FITS_INL_H_
#else
#define HALFTONE_CODEC_AFFINE_FITS_INL_H_
#endif

#include "core/codec/affine_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// By lane; the lanes of a sub-block are alike. The error around a fit is
// curvature·δscale² + weight·(δmin − slope·δscale)².
struct AffineFits {
  PerLane scale, min;
  PerLane slope, curvature;
  PerLane weight, sum;  // Σ w, Σ w·x
};

// The fits of the values are fits of the negated values, whose minimum is the values' maximum.
inline AffineFits mirrored(const AffineFits& fits, float codeHigh) {
  AffineFits negated = fits;
  for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
    const LaneVector top = hn::Sub(hn::Mul(at(fits.scale, lane), same(codeHigh)), at(fits.min, lane));
    put(hn::Max(top, zeros()), negated.min, lane);
    put(hn::Sub(same(codeHigh), at(fits.slope, lane)), negated.slope, lane);
    put(hn::Neg(at(fits.sum, lane)), negated.sum, lane);
  }
  return negated;
}

template <class Grid, bool kWeighted>
class AffineFitter {
 public:
  AffineFitter(const SuperBlock& block, const AffineDepth& depth) : m_block(block), m_depth(depth) {}

  // Peaks that hardly count hide the values that do: sub-blocks with such are tried again on the range of those.
  AffineFits run() const {
    AffineFits fits;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const Totals t = m_block.totals(lane);
      V low, width, most;
      m_block.range(lane, zeros(), low, width, most);
      Fit best{zeros(), zeros(), same(-1.0f)};
      Moments bestMoments{zeros(), zeros(), zeros()};
      tryRange(lane, low, width, t, bestMoments, best);
      if constexpr (kWeighted) {
        V heavyLow, heavyWidth, unused;
        m_block.range(lane, hn::Mul(most, same(0x1p-10f)), heavyLow, heavyWidth, unused);
        const LaneMask hidden = hn::Lt(heavyWidth, hn::Mul(width, same(0.4f)));
        if (!hn::AllFalse(LaneTag(), hidden)) {
          tryRange(lane, hn::IfThenElse(hidden, heavyLow, low), hn::IfThenElse(hidden, heavyWidth, width), t,
                   bestMoments, best);
        }
      }
      polish(lane, t, bestMoments, best);
      store(lane, best, bestMoments, t, fits);
    }
    return fits;
  }

 private:
  using Block = AffineBlock<Grid, kWeighted>;
  using V = LaneVector;
  using Moments = typename Block::Moments;
  using Totals = typename Block::Totals;
  using Fit = typename Block::Fit;

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
      const Moments m = m_block.moments(lane, inverse, hn::Neg(hn::Mul(origin, inverse)));
      keepBetter(m, Block::solve(m, t), bestMoments, best);
    }
  }

  void polish(std::size_t lane, const Totals& t, Moments& bestMoments, Fit& best) const {
    for (int i = 0; i < m_depth.polishes; ++i) {
      const V inverse = inverseOrZero(best.scale);
      const Moments m = m_block.moments(lane, inverse, hn::Mul(best.min, inverse));
      keepBetter(m, Block::solve(m, t), bestMoments, best);
    }
  }

  static void store(std::size_t lane, const Fit& fit, const Moments& m, const Totals& t, AffineFits& fits) {
    const V slope = hn::Div(m.q, t.w);
    put(fit.scale, fits.scale, lane);
    put(fit.min, fits.min, lane);
    put(slope, fits.slope, lane);
    put(hn::Sub(m.qq, hn::Mul(m.q, slope)), fits.curvature, lane);
    put(t.w, fits.weight, lane);
    put(t.x, fits.sum, lane);
  }

  const Block m_block;
  const AffineDepth& m_depth;
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
