// The scales and minima of q2_K, q4_K and q5_K: y = d·s·q − dmin·m, with two f16 per super-block, two integers s and m
// per sub-block and codes q >= 0. Finds d, dmin, s, m and q of small Σ w·(x − y)². Included once per SIMD target.
//
// 1. Each sub-block alone: affine_fits-inl.h.
// 2. All sub-blocks: the pairs (d, dmin) on a grid for which integer multiples come nearest to those scales and minima,
//    each miss weighed by the second derivatives of its sub-block's error. This needs no values.
// 3. For the best few pairs: the true error for the integers around the wanted ones, those that promise most first
//    (kNearestPairs), codes chosen anew for each; then d and dmin by least squares for those integers and codes, and
//    the codes again, as long as the error falls.
// 4. q2_K: both are stretched so that the block does not shrink; why, is in odd_scale_search-inl.h, step 5. It takes a
//    quarter off the divergence of the sample model's predictions.
//
// The same codes turned round, with d and dmin of the other sign, hold the negated values. That is another code for the
// block: a maximum is stored where else a minimum is. Steps 2 and 3 are done for the side that promises less error, or
// for both: where a few large values have one sign, the better side errs far less.
#if defined(HALFTONE_CODEC_AFFINE_SEARCH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_AFFINE_SEARCH_INL_H_
#undef HALFTONE_CODEC_AFFINE_SEARCH_INL_H_
#else
#define HALFTONE_CODEC_AFFINE_SEARCH_INL_H_
#endif

#include "core/codec/affine_fits-inl.h"
#include "core/codec/k_codes.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// Steps 2 and 3 for one side. Grid says, besides what AffineBlock reads:
//   kScaleHigh                      s and m are 0..kScaleHigh
//   kUnbiased                       whether to do step 4
//   kPeakFirst, kPeakStep, kSteps   d = the largest scale over kSteps (a multiple of 16) such numbers
//   kMinPeakFirst, kMinPeakStep     dmin = the largest minimum over 16 such numbers
template <class Grid, bool kWeighted>
class AffineSide {
 public:
  using Steps = Candidates<Grid::kSteps>;

  AffineSide(const SuperBlock& block, const AffineDepth& depth, const AffineFits& fits)
      : m_block(block), m_values(block), m_depth(depth), m_fits(fits) {}

  // Each d by Σ over sub-blocks of curvature·(scale − d·s)², s the nearest integer.
  Steps steps() const {
    Steps all;
    const float largest = largestOf(m_fits.scale);
    for (std::size_t i = 0; i < Grid::kSteps; i += vectorLanes()) {
      const V d = peakOver(largest, Grid::kPeakFirst, Grid::kPeakStep, i), inverse = inverseOrZero(d);
      V total = zeros();
      for (std::size_t k = 0; k < kLanes; k += kStride) {
        const V wanted = same(m_fits.scale.v[k]);
        const V r = hn::Sub(hn::Mul(d, integer(hn::Mul(wanted, inverse))), wanted);
        total = hn::Add(total, hn::Mul(same(m_fits.curvature.v[k]), hn::Mul(r, r)));
      }
      hn::Store(d, LaneTag(), all.step.data() + i);
      hn::Store(total, LaneTag(), all.error.data() + i);
    }
    return all;
  }

  // The best of these d with every dmin: for each dmin the best d.
  void choosePairs(const Steps& steps, const typename Steps::Order& order) {
    const float largest = largestOf(m_fits.min);
    PerLane inverses;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V dmin = peakOver(largest, Grid::kMinPeakFirst, Grid::kMinPeakStep, lane);
      hn::Store(dmin, LaneTag(), m_pairs.step.data() + lane);
      put(inverseOrZero(dmin), inverses, lane);
      hn::Store(same(3e38f), LaneTag(), m_pairs.error.data() + lane);
      put(zeros(), m_pairedD, lane);
    }
    for (const std::size_t best : std::span(order).first(static_cast<std::size_t>(m_depth.shortlist)))
      considerPairs({steps.step[best], 0.0f, steps.error[best]}, inverses);
  }

  // By the second derivatives, of the best pair.
  float promise() const { return m_pairs.error[placeOfLeast(m_pairs.error)]; }
  float error() const { return m_best.error; }

  void improveAll() {
    if (m_depth.finalists == 1) return improvePair(placeOfLeast(m_pairs.error));
    const typename Candidates<kLanes>::Order order = m_pairs.order();
    for (const std::size_t best : std::span(order).first(static_cast<std::size_t>(m_depth.finalists)))
      improvePair(best);
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
    if constexpr (Grid::kUnbiased) {
      const float stretch = unbiasing();
      codes.d = storable(m_best.d * stretch, m_block.unit) * m_block.unit;
      codes.dmin = storable(m_best.dmin * stretch, m_block.unit) * m_block.unit;
    }
    for (std::size_t k = 0; k < kLanes / kStride; ++k) {
      codes.scale[k] = static_cast<std::uint8_t>(m_chosen.scale.v[k * kStride]);
      codes.min[k] = static_cast<std::uint8_t>(m_chosen.min.v[k * kStride]);
    }
    writeCodes<Grid>(m_block, inverses, offsets, codes.q.data());
  }

 private:
  using V = LaneVector;
  using Block = AffineBlock<Grid, kWeighted>;
  static constexpr std::size_t kStride = Block::kStride;
  static constexpr std::size_t kAtOnce = 2;    // pairs of integers
  static constexpr float kMostStretch = 2.0f;  // of blocks that their codes hardly resemble

  struct Choice {
    float d = 0.0f, dmin = 0.0f;
    float error = 3e38f;
  };
  struct Integers {
    PerLane scale, min;
  };
  // An integer of each sub-block, and what is tried with it.
  struct TriedScale {
    V integer, inverse, squaredStep;
    V nearestMin, minSide;  // the integer nearest to the minimum that goes best with it, and on which side that lies
  };

  void improvePair(std::size_t place) { improve({m_pairedD.v[place], m_pairs.step[place], 3e38f}); }

  // What the steps are stretched by so that Σ w·x·y = Σ w·x².
  float unbiasing() const {
    static_assert(!Grid::kUnbiased || !Grid::kPaired, "a pair of lanes has its sums twice");
    PerLane products, energies;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V step = hn::Mul(at(m_chosen.scale, lane), same(m_best.d));
      const V min = hn::Mul(at(m_chosen.min, lane), same(m_best.dmin));
      const V inverse = shortInverse(step);
      const V xq = m_values.moments(lane, inverse, hn::Mul(min, inverse)).xq;
      put(hn::Sub(hn::Mul(step, xq), hn::Mul(min, at(m_fits.sum, lane))), products, lane);
      put(m_values.laneEnergy(lane), energies, lane);
    }
    const float energy = sumOfLanes(energies);
    return energy > 0.0f ? energy / std::max(sumOfLanes(products), energy / kMostStretch) : 1.0f;
  }

  static HWY_INLINE V integer(V wanted) { return nearestWithin(wanted, 0.0f, Grid::kScaleHigh); }

  // Of numbers >= 0.
  static float largestOf(const PerLane& numbers) {
    V largest = at(numbers, 0);
    for (std::size_t lane = vectorLanes(); lane < kLanes; lane += vectorLanes()) {
      largest = hn::Max(largest, at(numbers, lane));
    }
    return hn::GetLane(hn::MaxOfLanes(LaneTag(), largest));
  }

  // peak/(first + i·step), as stored, for i = index, index + 1, …
  HWY_INLINE V peakOver(float peak, float first, float step, std::size_t index) const {
    const V i = hn::Iota(LaneTag(), static_cast<float>(index));
    return storable(hn::Div(same(peak), hn::Add(same(first), hn::Mul(i, same(step)))), m_block.unit);
  }

  // This d with every dmin: weight·(min − dmin·m)² is added, of the minima that go best with the stored scales.
  void considerPairs(const Choice& choice, const PerLane& perDmin) {
    const V d = same(choice.d);
    const V perStep = inverseOrZero(d);
    PerLane wantedMins;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V wanted = at(m_fits.scale, lane);
      const V r = hn::Sub(hn::Mul(d, integer(hn::Mul(wanted, perStep))), wanted);
      put(hn::Add(at(m_fits.min, lane), hn::Mul(r, at(m_fits.slope, lane))), wantedMins, lane);
    }
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V dmin = at(m_pairs.step.data() + lane), inverse = at(perDmin, lane);
      V total = same(choice.error);
      for (std::size_t k = 0; k < kLanes; k += kStride) {
        const V wanted = same(wantedMins.v[k]);
        const V r = hn::Sub(hn::Mul(dmin, integer(hn::Mul(wanted, inverse))), wanted);
        total = hn::Add(total, hn::Mul(same(m_fits.weight.v[k]), hn::Mul(r, r)));
      }
      const V least = at(m_pairs.error.data() + lane);
      const LaneMask better = hn::Lt(total, least);
      hn::Store(hn::IfThenElse(better, total, least), LaneTag(), m_pairs.error.data() + lane);
      put(hn::IfThenElse(better, d, at(m_pairedD, lane)), m_pairedD, lane);
    }
  }

  // How many scales there are is told by the pairs.
  HWY_INLINE void tryScales(const Integers& around, float d, V perDmin, std::size_t lane,
                            std::span<TriedScale> tried) const {
    const V wanted = at(around.scale, lane), wantedMin = at(around.min, lane), slope = at(m_fits.slope, lane);
    const V exact = hn::Mul(wanted, inverseOrZero(same(d))), start = integer(exact);
    const V side = hn::CopySign(same(1.0f), hn::Sub(exact, start));
    for (std::size_t i = 0; i < tried.size(); ++i) {
      TriedScale& own = tried[i];
      own.integer = integer(hn::Add(start, hn::Mul(side, same(outwards(i)))));
      const V scale = hn::Mul(own.integer, same(d));
      own.inverse = shortInverse(scale);
      own.squaredStep = Block::squaredStep(scale);
      const V exactMin = hn::Mul(hn::Add(wantedMin, hn::Mul(hn::Sub(scale, wanted), slope)), perDmin);
      own.nearestMin = integer(exactMin);
      own.minSide = hn::CopySign(same(1.0f), hn::Sub(exactMin, own.nearestMin));
    }
  }

  struct BestIntegers {
    V scale, min, error;
  };

  // The pairs from the first-th on; beyond the last that one again.
  template <std::size_t kCount>
  HWY_INLINE void tryPairs(std::size_t lane, std::span<const IntegerPair> pairs, std::size_t first,
                           const TriedScale* tried, float dmin, BestIntegers& best) const {
    Several<kCount> inverse, offset, min, found;
    for (std::size_t k = 0; k < kCount; ++k) {
      const IntegerPair& pair = pairs[std::min(first + k, pairs.size() - 1)];
      const TriedScale& scale = tried[pair.scale];
      min.v[k] = integer(hn::Add(scale.nearestMin, hn::Mul(scale.minSide, same(pair.min))));
      inverse.v[k] = scale.inverse;
      offset.v[k] = hn::Mul(hn::Mul(min.v[k], same(dmin)), scale.inverse);
    }
    m_values.template misses<kCount>(lane, inverse, offset, found);
    for (std::size_t k = 0; k < kCount; ++k) {
      const TriedScale& scale = tried[pairs[std::min(first + k, pairs.size() - 1)].scale];
      const V error = hn::Mul(found.v[k], scale.squaredStep);
      const LaneMask better = hn::Lt(error, best.error);
      best.scale = hn::IfThenElse(better, scale.integer, best.scale);
      best.min = hn::IfThenElse(better, min.v[k], best.min);
      best.error = hn::IfThenElse(better, error, best.error);
    }
  }

  // The integers near the wanted ones of smallest true error; a scale's minimum is sought around the best for it.
  float chooseIntegers(const Integers& around, float d, float dmin, Integers& chosen) const {
    const std::span<const IntegerPair> pairs = std::span(kNearestPairs).first(static_cast<std::size_t>(m_depth.tries));
    const V perDmin = inverseOrZero(same(dmin));
    PerLane errors;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      TriedScale tried[kMostScales];
      tryScales(around, d, perDmin, lane, std::span(tried).first(pairs.back().scales));
      BestIntegers best{zeros(), zeros(), same(3e38f)};
      std::size_t i = 0;
      for (; i + Block::kMoreAtOnce <= pairs.size(); i += Block::kMoreAtOnce)
        tryPairs<Block::kMoreAtOnce>(lane, pairs, i, tried, dmin, best);
      for (; i < pairs.size(); i += kAtOnce) tryPairs<kAtOnce>(lane, pairs, i, tried, dmin, best);
      put(best.scale, chosen.scale, lane);
      put(best.min, chosen.min, lane);
      put(best.error, errors, lane);
    }
    return sumOfLanes(errors);
  }

  float errorOf(const Integers& chosen, float d, float dmin) const {
    PerLane errors;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V scale = hn::Mul(at(chosen.scale, lane), same(d));
      put(m_values.error(lane, scale, hn::Mul(at(chosen.min, lane), same(dmin))), errors, lane);
    }
    return sumOfLanes(errors);
  }

  // d and dmin of least squares for these integers and the codes that they and the present d and dmin give. The normal
  // equations are a·d − b·dmin = u, b·d − c·dmin = v.
  Choice refit(const Integers& chosen, const Choice& present) const {
    PerLane aa, bb, cc, uu, vv;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V s = at(chosen.scale, lane), m = at(chosen.min, lane);
      const V inverse = shortInverse(hn::Mul(s, same(present.d)));
      const typename Block::Moments codes =
          m_values.moments(lane, inverse, hn::Mul(hn::Mul(m, same(present.dmin)), inverse));
      put(hn::Mul(hn::Mul(s, s), codes.qq), aa, lane);
      put(hn::Mul(hn::Mul(s, m), codes.q), bb, lane);
      put(hn::Mul(hn::Mul(m, m), at(m_fits.weight, lane)), cc, lane);
      put(hn::Mul(s, codes.xq), uu, lane);
      put(hn::Mul(m, at(m_fits.sum, lane)), vv, lane);
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
    Integers around{m_fits.scale, m_fits.min};
    float before = 3e38f;
    for (int sweep = 0; sweep < m_depth.sweeps; ++sweep) {
      Integers chosen;
      present.error = chooseIntegers(around, present.d, present.dmin, chosen);
      if (!(present.error < before)) return;
      keep(present, chosen);
      refitAll(chosen, present);
      before = present.error;
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        put(hn::Mul(at(chosen.scale, lane), same(present.d)), around.scale, lane);
        put(hn::Mul(at(chosen.min, lane), same(present.dmin)), around.min, lane);
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

  const SuperBlock& m_block;
  const Block m_values;
  const AffineDepth& m_depth;
  const AffineFits& m_fits;
  Candidates<kLanes> m_pairs;  // dmin
  PerLane m_pairedD;           // the best d of those
  Choice m_best;
  Integers m_chosen{};
};

template <class Grid, bool kWeighted>
class AffineSearch {
 public:
  AffineSearch(const SuperBlock& block, const AffineDepth& depth) : m_block(block), m_depth(depth) {}

  void run(AffineCodes& codes) const {
    using Fitter = AffineFitter<Grid, kWeighted>;
    using Side = AffineSide<Grid, kWeighted>;
    const AffineFits fits = Fitter(m_block, m_depth).run();
    SuperBlock negated;
    negated.values = m_block.values;
    negated.weights = m_block.weights;
    negated.unit = -m_block.unit;
    Side here(m_block, m_depth, fits);
    const typename Side::Steps steps = here.steps();
    const typename Side::Steps::Order order = steps.order();
    here.choosePairs(steps, order);
    if (fits.oneSided) {
      // Fits keep 0 in the codes' range; the other side's need not.
      mirror(m_block, negated);
      const AffineFits own = Fitter(negated, m_depth).run();
      Side there(negated, m_depth, own);
      const typename Side::Steps ownSteps = there.steps();
      there.choosePairs(ownSteps, ownSteps.order());
      return improveBoth(here, there, codes);
    }
    const AffineFits negatedFits = mirrored(fits, Grid::kCodeHigh);
    Side there(negated, m_depth, negatedFits);
    there.choosePairs(steps, order);
    const bool hereIsBetter = here.promise() <= there.promise();
    if (m_depth.bothSides || !hereIsBetter) mirror(m_block, negated);
    if (m_depth.bothSides) return improveBoth(here, there, codes);
    Side& side = hereIsBetter ? here : there;
    side.improveAll();
    side.write(codes);
  }

 private:
  template <class Side>
  static void improveBoth(Side& here, Side& there, AffineCodes& codes) {
    here.improveAll();
    there.improveAll();
    (there.error() < here.error() ? there : here).write(codes);
  }

  const SuperBlock& m_block;
  const AffineDepth& m_depth;
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
