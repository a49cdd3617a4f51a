// The scales and codewords of iq1: y = ±d·m·(g ± 1/8), with one f16 d per super-block, one odd integer m per sub-block
// and codewords g of −1, 0, 1. Finds all of them at small Σ w·(x − y)². Included once per SIMD target.
//
// 1. Each sub-block at a row of scales, with the better shift, as if the codebook held every pattern:
//    ternary_parabolas-inl.h.
// 2. Each sub-block with the codewords that there are, shifted up and down, under either sign of d, at one or two
//    scales near the best of those (ternary_scan-inl.h). What that loses more than step 1 is carried over to the other
//    scales, in proportion to 1/s.
// 3. The sign of d under which the best scales lose less; then, from a grid of d, that whose integers lose least, read
//    off a few of the parabolas that steps 1 and 2 give.
// 4. The codewords for this d and these integers: ternary_codes-inl.h, which does step 5 too.
// 5. d for these. Least squares shrinks a block, to 1 − D of the original along it, where D is the relative error; in a
//    model all layers shrink alike, and its outputs flatten. So d is that which gives back the block's size, 1/(1 − D)
//    of the least squares'. It costs D²/(1 − D) more error and takes a tenth to a quarter off the divergence of the
//    sample model's predictions.
#if defined(HALFTONE_CODEC_TERNARY_SEARCH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_TERNARY_SEARCH_INL_H_
#undef HALFTONE_CODEC_TERNARY_SEARCH_INL_H_
#else
#define HALFTONE_CODEC_TERNARY_SEARCH_INL_H_
#endif

#include <algorithm>
#include <array>

#include "core/codec/codebook_encoders.h"
#include "core/codec/iq1_depths.h"
#include "core/codec/super_block-inl.h"
#include "core/codec/ternary_codes-inl.h"
#include "core/codec/ternary_parabolas-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// kShared: a shift and an integer for 32 values (iq1_s), else a shift for 8 and an integer for 16 (iq1_m).
template <bool kShared>
class TernarySearch {
 public:
  TernarySearch(const SuperBlock& block, const Iq1Depth& depth) : m_block(block), m_depth(depth) {}

  void run(CodebookCodes& codes) {
    scan();
    chooseTurn();
    chooseStep();
    chooseIntegers();
    TernaryCodes<kShared>(m_block, m_scales).write(codes);
  }

 private:
  using V = LaneVector;
  using Block = TernaryBlock<kShared>;
  using Parabolas = TernaryParabolas<kShared>;
  static constexpr std::size_t kScales = Parabolas::kScales;
  static constexpr std::size_t kNear = 8;  // parabolas, step 3
  static constexpr float kTop = 15.0f;

  // Step 2.
  void scan() {
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V best = m_parabolas.best(lane, [](V) { return zeros(); }).index;
      const bool two = m_depth.scans == 2;
      const V low = hn::Min(hn::Max(hn::Sub(best, same(two ? 1.0f : 0.0f)), zeros()), same(kScales - 4.0f));
      put(low, m_scanned[0], lane);
      put(two ? hn::Add(low, same(3.0f)) : low, m_scanned[1], lane);
    }
    if (m_depth.scans == 2) {
      scanAt<2>();
    } else {
      scanAt<1>();
      m_excess[1] = m_excess[0];
    }
  }

  template <std::size_t kScans>
  void scanAt() {
    PerLane least[kScans][2][2][2];  // by scan, shift, turn, even or odd codeword
    for (std::size_t g = 0; g < 2; ++g) {
      SupportSums sums[2 * kScans];
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        V unit[kScans];
        for (std::size_t n = 0; n < kScans; ++n)
          unit[n] = m_block.setSums(g, m_parabolas.scaleAt(at(m_scanned[n], lane), lane), lane, sums + 2 * n);
        V found[2 * kScans][2];
        leastSums<2 * kScans>(sums, m_block.codewords(g).rows, lane, found);
        for (std::size_t n = 0; n < kScans; ++n) {
          const V s = m_parabolas.scaleAt(at(m_scanned[n], lane), lane);
          for (std::size_t f = 0; f < 2; ++f)
            for (std::size_t turn = 0; turn < 2; ++turn)
              put(hn::Add(hn::Mul(found[2 * n + f][turn], unit[n]), m_block.besidesSupport(g, f, s, lane)),
                  least[n][f][turn][g], lane);
        }
      }
    }
    for (std::size_t n = 0; n < kScans; ++n)
      for (std::size_t turn = 0; turn < 2; ++turn)
        for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes())
          setExcess(n, turn, leastShift(least[n], turn, lane), lane);
  }

  HWY_INLINE V leastShift(const PerLane (&least)[2][2][2], std::size_t turn, std::size_t lane) const {
    V both[2];
    for (std::size_t f = 0; f < 2; ++f) {
      const PerLane& even = least[f][turn][0];
      const PerLane& odd = least[f][turn][1];
      both[f] = hn::Add(m_block.overSubBlock(even, lane), m_block.overSubBlock(odd, lane));
    }
    if constexpr (kShared) return hn::Min(both[0], both[1]);
    return hn::Add(hn::Min(at(least[0][turn][0], lane), at(least[1][turn][0], lane)),
                   hn::Min(at(least[0][turn][1], lane), at(least[1][turn][1], lane)));
  }

  // By how much the slope at the n-th scanned scale must be less than in step 1 to lose this.
  HWY_INLINE void setExcess(std::size_t n, std::size_t turn, V least, std::size_t lane) {
    const V index = at(m_scanned[n], lane);
    const SlopeHeight alone = m_parabolas.of(index, lane);
    const V half = hn::Mul(same(0.5f), m_parabolas.scaleAt(index, lane));
    put(hn::Add(alone.slope, hn::Mul(half, hn::Sub(least, alone.height))), m_excess[n].v[turn], lane);
  }

  // The same at any of the scales: in between linear, beyond as at the end.
  HWY_INLINE V excessAt(std::size_t turn, V index, std::size_t lane) const {
    const V low = at(m_excess[0].v[turn], lane), high = at(m_excess[1].v[turn], lane);
    const V share = hn::Mul(hn::Sub(index, at(m_scanned[0], lane)), same(1.0f / 3.0f));
    return hn::Add(low, hn::Mul(hn::Sub(high, low), hn::Min(hn::Max(share, zeros()), same(1.0f))));
  }

  // Step 3.
  void chooseTurn() {
    PerLane best[2], losses[2];
    for (std::size_t turn = 0; turn < 2; ++turn) {
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        const auto own = m_parabolas.best(lane, [&](V index) { return excessAt(turn, index, lane); });
        put(own.index, best[turn], lane);
        put(own.loss, losses[turn], lane);
      }
    }
    m_scales.turn = sumOfLanes(losses[1]) < sumOfLanes(losses[0]) ? 1 : 0;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V index = at(best[m_scales.turn], lane);
      const SlopeHeight own = parabolaOf(index, lane);
      const V s = m_parabolas.scaleAt(index, lane);
      const V reach = hn::Mul(same(0.5f * Parabolas::kStep), m_block.mean(lane));
      const V wanted = hn::Div(own.slope, hn::Max(own.height, same(0x1p-60f)));
      put(hn::Min(hn::Max(wanted, hn::Sub(s, reach)), hn::Add(s, reach)), m_wanted, lane);
      for (std::size_t k = 0; k < kNear; ++k) {
        const V near = hn::Add(index, same(2.0f * static_cast<float>(k) - (kNear - 1.0f)));
        const SlopeHeight parabola = parabolaOf(hn::Min(hn::Max(near, zeros()), same(kScales - 1.0f)), lane);
        put(parabola.slope, m_near[k].slope, lane);
        put(parabola.height, m_near[k].height, lane);
      }
    }
  }

  HWY_INLINE SlopeHeight parabolaOf(V index, std::size_t lane) const {
    SlopeHeight own = m_parabolas.of(index, lane);
    own.slope = hn::Sub(own.slope, excessAt(m_scales.turn, index, lane));
    return own;
  }

  static HWY_INLINE V odd(V wanted) {
    const V half = hn::Mul(hn::Sub(wanted, same(1.0f)), same(0.5f));
    return hn::Add(hn::Mul(nearestWithin(half, 0.0f, (kTop - 1.0f) / 2), same(2.0f)), same(1.0f));
  }

  void chooseStep() {
    float largest = 0.0f, least = 3e38f;
    for (const float wanted : m_wanted.v) largest = std::max(largest, wanted);
    for (std::size_t first = 0; first < m_depth.steps; first += kLanes) {
      PerLane steps, errors;
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        const V index = hn::Add(firstLanes(), same(static_cast<float>(first + lane)));
        const V target = hn::Add(same(m_depth.first), hn::Mul(index, same(m_depth.step)));
        const V d = storable(hn::Div(same(largest), target), m_block.unit());
        put(d, steps, lane);
        put(lossAt(d), errors, lane);
      }
      for (std::size_t k = 0; k < kLanes; ++k) {
        if (!(errors.v[k] < least)) continue;
        least = errors.v[k];
        m_scales.step = steps.v[k];
      }
    }
  }

  HWY_INLINE V lossAt(V d) const {
    const V inverse = inverseOrZero(d);
    V total = zeros();
    for (std::size_t b = 0; b < kLanes; b += Block::kLanesOfOne) {
      const V start = hn::Mul(same(m_wanted.v[b]), inverse), nearest = odd(start);
      const V next = odd(hn::Add(nearest, hn::CopySign(same(2.0f), hn::Sub(start, nearest))));
      total = hn::Add(total, hn::Min(lossNear(b, hn::Mul(d, nearest)), lossNear(b, hn::Mul(d, next))));
    }
    return total;
  }

  HWY_INLINE V lossNear(std::size_t b, V s) const {
    V least = same(3e38f);
    for (const Parabola& near : m_near)
      least = hn::Min(least, hn::Sub(hn::Mul(s, same(near.height.v[b])), same(2.0f * near.slope.v[b])));
    return hn::Mul(s, least);
  }

  void chooseIntegers() {
    const V d = same(m_scales.step), inverse = same(1.0f / m_scales.step);
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V start = hn::Mul(at(m_wanted, lane), inverse);
      V best = zeros(), bestLoss = same(3e38f);
      for (const float away : {0.0f, -2.0f, 2.0f}) {
        const V m = odd(hn::Add(start, same(away))), s = hn::Mul(m, d);
        V own = same(3e38f);
        for (const Parabola& near : m_near)
          own = hn::Min(own, Parabolas::loss(at(near.slope, lane), at(near.height, lane), s));
        best = hn::IfThenElse(hn::Lt(own, bestLoss), m, best);
        bestLoss = hn::Min(bestLoss, own);
      }
      put(best, m_scales.integers, lane);
    }
  }

  struct Excess {
    PerLane v[2];  // by turn
  };

  const Block m_block;
  const Iq1Depth& m_depth;
  const Parabolas m_parabolas{m_block};
  std::array<PerLane, 2> m_scanned;  // indices of scales
  std::array<Excess, 2> m_excess;    // there
  PerLane m_wanted;                  // scales
  std::array<Parabola, kNear> m_near;
  TernaryScales m_scales;
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
