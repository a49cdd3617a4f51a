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
  bool oneSided;        // no two values differ in sign
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
    bool noneBelow = true, noneAbove = true;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const Totals t = m_block.totals(lane);
      V most;
      const Range range = m_block.range(lane, most);
      noneBelow = noneBelow && hn::AllTrue(LaneTag(), hn::Ge(range.low, zeros()));
      noneAbove = noneAbove && hn::AllTrue(LaneTag(), hn::Le(range.high, zeros()));
      // Widened to hold 0 at the low end, because minima are >= 0.
      const V low = hn::Min(range.low, zeros()), width = hn::Sub(range.high, low);
      Best best{{zeros(), zeros(), zeros()}, same(-3e38f)};
      tryRange(lane, low, width, t, best);
      if constexpr (kWeighted) {
        const Range heavy = m_block.heavyRange(lane, hn::Mul(most, same(0x1p-10f)));
        const V heavyWidth = hn::Sub(heavy.high, heavy.low);
        const LaneMask hidden = hn::Lt(heavyWidth, hn::Mul(width, same(0.4f)));
        if (!hn::AllFalse(LaneTag(), hidden)) {
          tryRange(lane, hn::IfThenElse(hidden, heavy.low, low), hn::IfThenElse(hidden, heavyWidth, width), t, best);
        }
      }
      polish(lane, t, best);
      store(lane, best.moments, t, fits);
    }
    fits.oneSided = noneBelow || noneAbove;
    return fits;
  }

 private:
  using Block = AffineBlock<Grid, kWeighted>;
  using V = LaneVector;
  using Moments = typename Block::Moments;
  using Totals = typename Block::Totals;
  using Fit = typename Block::Fit;
  using Range = typename Block::Range;
  static constexpr std::size_t kAtOnce = 2;  // starts
  struct Best {
    Moments moments;
    V gain;
  };

  static HWY_INLINE void keepBetter(const Moments& m, const Totals& t, Best& best) {
    const V gain = Block::gain(m, t);
    const LaneMask better = hn::Gt(gain, best.gain);
    best.gain = hn::IfThenElse(better, gain, best.gain);
    best.moments.q = hn::IfThenElse(better, m.q, best.moments.q);
    best.moments.qq = hn::IfThenElse(better, m.qq, best.moments.qq);
    best.moments.xq = hn::IfThenElse(better, m.xq, best.moments.xq);
  }

  void tryRange(std::size_t lane, V low, V width, const Totals& t, Best& best) const {
    const V inverseWidth = shortInverse(width);
    const std::size_t count = m_depth.starts.size();
    std::size_t i = 0;
    for (; i + Block::kMoreAtOnce <= count; i += Block::kMoreAtOnce)
      tryStarts<Block::kMoreAtOnce>(lane, i, low, width, inverseWidth, t, best);
    for (; i < count; i += kAtOnce) tryStarts<kAtOnce>(lane, i, low, width, inverseWidth, t, best);
  }

  // Those from the first-th on; beyond the last that one again.
  template <std::size_t kCount>
  HWY_INLINE void tryStarts(std::size_t lane, std::size_t first, V low, V width, V inverseWidth, const Totals& t,
                            Best& best) const {
    const std::span<const Edges> starts = m_depth.starts;
    Several<kCount> inverse, offset;
    for (std::size_t k = 0; k < kCount; ++k) {
      const Edges e = starts[std::min(first + k, starts.size() - 1)];
      inverse.v[k] = shortened<kFactorBits>(hn::Mul(inverseWidth, same(Grid::kCodeHigh / (1.0f - e.begin - e.end))));
      offset.v[k] = hn::Neg(hn::Mul(hn::Add(low, hn::Mul(width, same(e.begin))), inverse.v[k]));
    }
    Moments found[kCount];
    m_block.template moments<kCount>(lane, inverse, offset, found);
    for (const Moments& m : found) keepBetter(m, t, best);
  }

  void polish(std::size_t lane, const Totals& t, Best& best) const {
    for (int i = 0; i < m_depth.polishes; ++i) {
      const Fit fit = Block::solve(best.moments, t);
      const V inverse = shortInverse(fit.scale);
      keepBetter(m_block.moments(lane, inverse, hn::Mul(fit.min, inverse)), t, best);
    }
  }

  static void store(std::size_t lane, const Moments& m, const Totals& t, AffineFits& fits) {
    const Fit fit = Block::solve(m, t);
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
