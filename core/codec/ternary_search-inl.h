// The scales and codewords of iq1: y = ±d·m·(g ± 1/8), with one f16 d per super-block, one odd integer m per sub-block
// and codewords g of −1, 0, 1. Finds all of them at small Σ w·(x − y)². Included once per SIMD target.
//
// 1. Each sub-block at a row of scales, with the better shift, as if the codebook held every pattern: whether a value
//    is 0 or ±1 is then up to it alone.
// 2. Each sub-block with the codewords that there are, shifted up and down, under either sign of d, at one or two
//    scales near the best of those (ternary_scan-inl.h). What that loses more than step 1 is carried over to the other
//    scales, in proportion to 1/s.
// 3. The sign of d under which the best scales lose less; then, from a grid of d, that whose integers lose least, read
//    off a few of the parabolas that steps 1 and 2 give.
// 4. The codewords for this d and these integers.
// 5. d for these. Least squares shrinks a block, to 1 − D of the original along it, where D is the relative error; in a
//    model all layers shrink alike, and its outputs flatten. So d is that which gives back the block's size, 1/(1 − D)
//    of the least squares'. It costs D²/(1 − D) more error and takes a tenth to a quarter off the divergence of the
//    sample model's predictions.
//
// Lane k of a super-block (super_block-inl.h) holds the codewords 2k and 2k + 1, the even and the odd ones: a sub-block
// of iq1_m, half of one of iq1_s.
#if defined(HALFTONE_CODEC_TERNARY_SEARCH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_TERNARY_SEARCH_INL_H_
#undef HALFTONE_CODEC_TERNARY_SEARCH_INL_H_
#else
#define HALFTONE_CODEC_TERNARY_SEARCH_INL_H_
#endif

#include <algorithm>
#include <array>
#include <cmath>

#include "core/codec/codebook_encoders.h"
#include "core/codec/iq1_depths.h"
#include "core/codec/super_block-inl.h"
#include "core/codec/ternary_scan-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// kShared: a shift and an integer for 32 values (iq1_s), else a shift for 8 and an integer for 16 (iq1_m).
template <bool kShared>
class TernarySearch {
 public:
  TernarySearch(const SuperBlock& block, const Iq1Depth& depth) : m_block(block), m_depth(depth) {}

  void run(CodebookCodes& codes) {
    measure();
    sumAtScales();
    scan();
    chooseTurn();
    chooseStep();
    chooseIntegers();
    write(codes);
  }

 private:
  using V = LaneVector;
  using I = TernaryIdVector;
  static constexpr std::size_t kScales = 16;           // step 1
  static constexpr float kFirst = 0.5f, kStep = 0.1f;  // of them, over the mean magnitude
  static constexpr std::size_t kAtOnce = 4;            // as fit in registers
  static constexpr std::size_t kParabolas = 8;         // step 3
  static constexpr float kShift = 0.125f;
  static constexpr float kTop = 15.0f;
  static constexpr float kMostStretch = 2.0f;  // of blocks that the codewords hardly resemble
  static constexpr std::size_t kLanesOfOne = kShared ? 2 : 1;
  static constexpr std::size_t kParts = kShared ? 1 : 2;  // with a shift of their own

  // s²·height − 2·s·slope is what a sub-block loses at the scale s, less Σ w·x².
  struct Parabola {
    PerLane slope, height;
  };

  struct SlopeHeight {
    V slope, height;
  };

  // Of the even or the odd codewords.
  struct Codewords {
    IdPerLane signs[2];              // of the levels, shifted up and down
    PerLane magnitude, sum, weight;  // Σ w·|x|, Σ w·x, Σ w
    SupportRows rows[2][2];          // by shift and turn
  };

  V weightAt(std::size_t i) const { return m_block.weights == nullptr ? same(1.0f) : at(m_block.weights->v + i); }

  // In lanes of one sub-block, the sum over them.
  HWY_INLINE V overSubBlock(const PerLane& numbers, std::size_t lane) const {
    const V own = at(numbers, lane);
    if constexpr (!kShared) return own;
#if HWY_TARGET == HWY_SCALAR
    return hn::Add(own, at(numbers, lane ^ 1));
#else
    return hn::Add(own, hn::Shuffle2301(own));
#endif
  }

  void measure() {
    PerLane energy, magnitude;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      V energies = zeros(), magnitudes = zeros();
      for (std::size_t g = 0; g < 2; ++g) {
        V ownMagnitude = zeros(), sum = zeros(), weight = zeros();
        for (std::size_t i = 8 * g * kLanes + lane; i < (8 * g + 8) * kLanes; i += kLanes) {
          const V x = at(m_block.x.v + i), w = weightAt(i), product = hn::Mul(w, x);
          energies = hn::Add(energies, hn::Mul(product, x));
          ownMagnitude = hn::Add(ownMagnitude, hn::Abs(product));
          sum = hn::Add(sum, product);
          weight = hn::Add(weight, w);
        }
        put(ownMagnitude, m_codewords[g].magnitude, lane);
        put(sum, m_codewords[g].sum, lane);
        put(weight, m_codewords[g].weight, lane);
        magnitudes = hn::Add(magnitudes, ownMagnitude);
      }
      put(energies, energy, lane);
      put(magnitudes, magnitude, lane);
    }
    m_energy = sumOfLanes(energy);
    findMeans(energy, magnitude);
    for (std::size_t g = 0; g < 2; ++g)
      for (std::size_t f = 0; f < 2; ++f) layOut(g, f);
  }

  void findMeans(const PerLane& energy, const PerLane& magnitude) {
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V most = hn::Max(overSubBlock(magnitude, lane), same(0x1p-80f));
      put(hn::Max(hn::Div(overSubBlock(energy, lane), most), same(0x1p-40f)), m_mean, lane);
    }
  }

  // The even or odd codewords for one shift.
  void layOut(std::size_t g, std::size_t f) {
    IdPerLane& signs = m_codewords[g].signs[f];
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes())
      hn::Store(shifted(g, f, lane), TernaryIds(), signs.v + lane);
    for (std::size_t turn = 0; turn < 2; ++turn) m_codewords[g].rows[f][turn].set(signs, turn == 0 ? 0 : 255);
  }

  // Returns the signs of the levels: those of what the shift leaves of the values, at a scale as it will be.
  HWY_INLINE I shifted(std::size_t g, std::size_t f, std::size_t lane) {
    const V shift = same(f == 0 ? kShift : -kShift);
    const V away = hn::Mul(shift, at(m_mean, lane));
    I signs = hn::Zero(TernaryIds());
    for (std::size_t j = 0; j < 8; ++j) {
      const std::size_t i = (8 * g + j) * kLanes + lane;
      const V x = at(m_block.x.v + i), w = weightAt(i);
      const V level = hn::CopySign(same(1.0f), hn::Sub(x, away));
      const V along = hn::Mul(x, level), odd = hn::Mul(shift, level);
      hn::Store(hn::Mul(w, along), LaneTag(), m_product[f].v + i);
      hn::Store(hn::Add(w, hn::Mul(w, hn::Add(odd, odd))), LaneTag(), m_height[f].v + i);
      hn::Store(hn::Div(along, hn::Add(same(0.5f), odd)), LaneTag(), m_largest[f].v + i);
      const I negative = hn::ShiftRight<31>(hn::BitCast(TernaryIds(), level));
      signs = hn::Or(signs, hn::And(negative, hn::Set(TernaryIds(), 1 << j)));
    }
    return signs;
  }

  HWY_INLINE V scaleAt(V index, std::size_t lane) const {
    return hn::Mul(at(m_mean, lane), hn::Add(same(kFirst), hn::Mul(index, same(kStep))));
  }

  // Step 1.
  void sumAtScales() {
    for (std::size_t part = 0; part < kParts; ++part) {
      std::array<std::array<Parabola, 2>, kScales> shifted;
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        const SlopeHeight beside = shiftAlone(part, lane);
        for (std::size_t n = 0; n < kScales; n += kAtOnce) sumPart(part, n, beside, lane, shifted.data() + n);
      }
      for (std::size_t n = 0; n < kScales; ++n)
        for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) addBetter(part, n, shifted[n], lane);
    }
  }

  // Σ w·x·δ and Σ w·δ² of what shares a shift in this lane, shifted up.
  HWY_INLINE SlopeHeight shiftAlone(std::size_t part, std::size_t lane) const {
    V sum = at(m_codewords[part].sum, lane), weight = at(m_codewords[part].weight, lane);
    if constexpr (kShared) {
      sum = hn::Add(sum, at(m_codewords[1].sum, lane));
      weight = hn::Add(weight, at(m_codewords[1].weight, lane));
    }
    return {hn::Mul(sum, same(kShift)), hn::Mul(weight, same(kShift * kShift))};
  }

  HWY_INLINE void sumPart(std::size_t part, std::size_t first, const SlopeHeight& beside, std::size_t lane,
                          std::array<Parabola, 2>* shifted) const {
    constexpr std::size_t kSize = kSuperBlock / kParts;
    V s[kAtOnce], slope[2][kAtOnce], height[2][kAtOnce];
    for (std::size_t k = 0; k < kAtOnce; ++k) {
      s[k] = scaleAt(same(static_cast<float>(first + k)), lane);
      slope[0][k] = beside.slope;
      slope[1][k] = hn::Neg(beside.slope);
      height[0][k] = height[1][k] = beside.height;
    }
    for (std::size_t i = part * kSize + lane; i < (part + 1) * kSize; i += kLanes) {
      for (std::size_t f = 0; f < 2; ++f) {
        const V product = at(m_product[f].v + i);
        const V largest = at(m_largest[f].v + i), own = at(m_height[f].v + i);
        for (std::size_t k = 0; k < kAtOnce; ++k) {
          const LaneMask in = hn::Gt(largest, s[k]);
          slope[f][k] = hn::IfThenElse(in, hn::Add(slope[f][k], product), slope[f][k]);
          height[f][k] = hn::IfThenElse(in, hn::Add(height[f][k], own), height[f][k]);
        }
      }
    }
    for (std::size_t k = 0; k < kAtOnce; ++k) {
      for (std::size_t f = 0; f < 2; ++f) {
        put(slope[f][k], shifted[k][f].slope, lane);
        put(height[f][k], shifted[k][f].height, lane);
      }
    }
  }

  HWY_INLINE void addBetter(std::size_t part, std::size_t n, const std::array<Parabola, 2>& shifted, std::size_t lane) {
    const V s = scaleAt(same(static_cast<float>(n)), lane);
    SlopeHeight own[2];
    for (std::size_t f = 0; f < 2; ++f)
      own[f] = {overSubBlock(shifted[f].slope, lane), overSubBlock(shifted[f].height, lane)};
    const LaneMask down = hn::Lt(loss(own[1].slope, own[1].height, s), loss(own[0].slope, own[0].height, s));
    V slope = hn::IfThenElse(down, own[1].slope, own[0].slope);
    V height = hn::IfThenElse(down, own[1].height, own[0].height);
    if (part > 0) {
      slope = hn::Add(slope, at(m_parabolas[n].slope, lane));
      height = hn::Add(height, at(m_parabolas[n].height, lane));
    }
    put(slope, m_parabolas[n].slope, lane);
    put(height, m_parabolas[n].height, lane);
  }

  static HWY_INLINE V loss(V slope, V height, V s) {
    return hn::Mul(s, hn::Sub(hn::Mul(s, height), hn::Add(slope, slope)));
  }

  // The scale among those of step 1 that loses least if slopes are less by excess(n), and what it loses.
  struct BestScale {
    V index, loss;
  };
  template <class Excess>
  HWY_INLINE BestScale bestScale(std::size_t lane, const Excess& excess) const {
    BestScale best{zeros(), same(3e38f)};
    for (std::size_t n = 0; n < kScales; ++n) {
      const V index = same(static_cast<float>(n));
      const V slope = hn::Sub(at(m_parabolas[n].slope, lane), excess(index));
      const V own = loss(slope, at(m_parabolas[n].height, lane), scaleAt(index, lane));
      best.index = hn::IfThenElse(hn::Lt(own, best.loss), index, best.index);
      best.loss = hn::Min(best.loss, own);
    }
    return best;
  }

  HWY_INLINE SlopeHeight parabolaAt(V index, std::size_t lane) const {
    const float* first = m_parabolas[0].slope.v + lane;
    const auto place = hn::ConvertTo(TernaryIds(), hn::Add(hn::Mul(index, same(2.0f * kLanes)), firstLanes()));
    return {hn::GatherIndex(LaneTag(), first, place), hn::GatherIndex(LaneTag(), first + kLanes, place)};
  }
  static HWY_INLINE V firstLanesFrom(std::size_t lane) { return hn::Add(firstLanes(), same(static_cast<float>(lane))); }
  static HWY_INLINE V firstLanes() {
    alignas(64) static constexpr float kCount[kLanes] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    return at(kCount);
  }

  // Step 2.
  void scan() {
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V best = bestScale(lane, [](V) { return zeros(); }).index;
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
      const Codewords& own = m_codewords[g];
      SupportSums sums[2 * kScans];
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        V unit[kScans];
        for (std::size_t n = 0; n < kScans; ++n)
          unit[n] = setSums(g, scaleAt(at(m_scanned[n], lane), lane), lane, sums + 2 * n);
        V found[2 * kScans][2];
        leastSums<2 * kScans>(sums, own.rows, lane, found);
        for (std::size_t n = 0; n < kScans; ++n) {
          const V s = scaleAt(at(m_scanned[n], lane), lane);
          for (std::size_t f = 0; f < 2; ++f)
            for (std::size_t turn = 0; turn < 2; ++turn)
              put(hn::Add(hn::Mul(found[2 * n + f][turn], unit[n]), besidesSupport(own, f, s, lane)),
                  least[n][f][turn][g], lane);
        }
      }
    }
    for (std::size_t n = 0; n < kScans; ++n)
      for (std::size_t turn = 0; turn < 2; ++turn)
        for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes())
          setExcess(n, turn, leastShift(least[n], turn, lane), lane);
  }

  // What a codeword loses (in t, see ternary_scan-inl.h) whichever its support: δ²·Σ w − t·δ·Σ w·x.
  static HWY_INLINE V besidesSupport(const Codewords& own, std::size_t shift, V s, std::size_t lane) {
    const V even = hn::Mul(same(kShift * kShift), at(own.weight, lane));
    const V odd = hn::Mul(hn::Div(same(2.0f * kShift), s), at(own.sum, lane));
    return shift == 0 ? hn::Sub(even, odd) : hn::Add(even, odd);
  }

  // Sets sums[0] for the values shifted up and sums[1] for down, and returns the size of one.
  HWY_INLINE V setSums(std::size_t g, V s, std::size_t lane, SupportSums* sums) const {
    const V t = hn::Div(same(2.0f), s);
    const V most = hn::Max(hn::Mul(t, at(m_codewords[g].magnitude, lane)), same(0x1p-60f));
    const V factor = hn::Div(same(kMostSaved), most);
    const V drop = hn::Mul(t, factor);
    for (std::size_t f = 0; f < 2; ++f) {
      V k[8];
      for (std::size_t j = 0; j < 8; ++j) {
        const std::size_t i = (8 * g + j) * kLanes + lane;
        k[j] = hn::Sub(hn::Mul(at(m_height[f].v + i), factor), hn::Mul(at(m_product[f].v + i), drop));
      }
      sums[f].set(k, lane);
    }
    return hn::Mul(most, same(1.0f / kMostSaved));
  }

  HWY_INLINE V leastShift(const PerLane (&least)[2][2][2], std::size_t turn, std::size_t lane) const {
    V both[2];
    for (std::size_t f = 0; f < 2; ++f) {
      const PerLane& even = least[f][turn][0];
      const PerLane& odd = least[f][turn][1];
      both[f] = hn::Add(overSubBlock(even, lane), overSubBlock(odd, lane));
    }
    if constexpr (kShared) return hn::Min(both[0], both[1]);
    return hn::Add(hn::Min(at(least[0][turn][0], lane), at(least[1][turn][0], lane)),
                   hn::Min(at(least[0][turn][1], lane), at(least[1][turn][1], lane)));
  }

  // By how much the slope at the n-th scanned scale must be less than in step 1 to lose this.
  HWY_INLINE void setExcess(std::size_t n, std::size_t turn, V least, std::size_t lane) {
    const V index = at(m_scanned[n], lane);
    const SlopeHeight alone = parabolaAt(index, lane);
    const V half = hn::Mul(same(0.5f), scaleAt(index, lane));
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
        const BestScale own = bestScale(lane, [&](V index) { return excessAt(turn, index, lane); });
        put(own.index, best[turn], lane);
        put(own.loss, losses[turn], lane);
      }
    }
    m_turn = sumOfLanes(losses[1]) < sumOfLanes(losses[0]) ? 1 : 0;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V index = at(best[m_turn], lane);
      const SlopeHeight own = parabolaOf(index, lane);
      const V s = scaleAt(index, lane), reach = hn::Mul(same(0.5f * kStep), at(m_mean, lane));
      const V wanted = hn::Div(own.slope, hn::Max(own.height, same(0x1p-60f)));
      put(hn::Min(hn::Max(wanted, hn::Sub(s, reach)), hn::Add(s, reach)), m_wanted, lane);
      for (std::size_t k = 0; k < kParabolas; ++k) {
        const V near = hn::Add(index, same(2.0f * static_cast<float>(k) - (kParabolas - 1.0f)));
        const SlopeHeight parabola = parabolaOf(hn::Min(hn::Max(near, zeros()), same(kScales - 1.0f)), lane);
        put(parabola.slope, m_near[k].slope, lane);
        put(parabola.height, m_near[k].height, lane);
      }
    }
  }

  HWY_INLINE SlopeHeight parabolaOf(V index, std::size_t lane) const {
    SlopeHeight own = parabolaAt(index, lane);
    own.slope = hn::Sub(own.slope, excessAt(m_turn, index, lane));
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
        const V index = hn::Add(firstLanesFrom(lane), same(static_cast<float>(first)));
        const V target = hn::Add(same(m_depth.first), hn::Mul(index, same(m_depth.step)));
        const V d = storable(hn::Div(same(largest), target), m_block.unit);
        put(d, steps, lane);
        put(lossAt(d), errors, lane);
      }
      for (std::size_t k = 0; k < kLanes; ++k) {
        if (!(errors.v[k] < least)) continue;
        least = errors.v[k];
        m_step = steps.v[k];
      }
    }
  }

  HWY_INLINE V lossAt(V d) const {
    const V inverse = inverseOrZero(d);
    V total = zeros();
    for (std::size_t b = 0; b < kLanes; b += kLanesOfOne) {
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
    const V d = same(m_step), inverse = same(1.0f / m_step);
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V start = hn::Mul(at(m_wanted, lane), inverse);
      V best = zeros(), bestLoss = same(3e38f);
      for (const float away : {0.0f, -2.0f, 2.0f}) {
        const V m = odd(hn::Add(start, same(away))), s = hn::Mul(m, d);
        V own = same(3e38f);
        for (const Parabola& near : m_near) own = hn::Min(own, loss(at(near.slope, lane), at(near.height, lane), s));
        best = hn::IfThenElse(hn::Lt(own, bestLoss), m, best);
        bestLoss = hn::Min(bestLoss, own);
      }
      put(best, m_integers, lane);
    }
  }

  // Step 4.
  void write(CodebookCodes& codes) {
    PerLane least[2][2];  // by shift, even or odd codeword
    IdPerLane support[2][2], isDownwards[2];
    for (std::size_t g = 0; g < 2; ++g) {
      SupportSums sums[2];
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        const V s = hn::Mul(at(m_integers, lane), same(m_step));
        const V unit = setSums(g, s, lane, sums);
        const std::array<LeastSupport, 2> found = leastSupports(sums, m_codewords[g].rows, m_turn, lane);
        for (std::size_t f = 0; f < 2; ++f) {
          put(hn::Add(hn::Mul(found[f].least, unit), besidesSupport(m_codewords[g], f, s, lane)), least[f][g], lane);
          hn::Store(found[f].support, TernaryIds(), support[f][g].v + lane);
        }
      }
    }
    fit(least, support, isDownwards, codes);
  }

  // Step 5: each codeword's better shift, d and the codes. The chosen supports are moved to support[0].
  void fit(const PerLane (&least)[2][2], IdPerLane (&support)[2][2], IdPerLane (&isDownwards)[2],
           CodebookCodes& codes) const {
    PerLane up, down;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      V slopes = zeros(), heights = zeros();
      for (std::size_t g = 0; g < 2; ++g) {
        const LaneMask isDown = hn::Lt(shiftLoss(least[1], g, lane), shiftLoss(least[0], g, lane));
        const hn::Mask<TernaryIds> chosen = hn::RebindMask(TernaryIds(), isDown);
        const I supports = hn::IfThenElse(chosen, hn::Load(TernaryIds(), support[1][g].v + lane),
                                          hn::Load(TernaryIds(), support[0][g].v + lane));
        hn::Store(supports, TernaryIds(), support[0][g].v + lane);
        hn::Store(hn::IfThenElseZero(chosen, hn::Set(TernaryIds(), 1)), TernaryIds(), isDownwards[g].v + lane);
        const SlopeHeight own = fitOf(g, supports, isDown, lane);
        slopes = hn::Add(slopes, own.slope);
        heights = hn::Add(heights, own.height);
      }
      const V m = at(m_integers, lane);
      put(hn::Mul(m, slopes), up, lane);
      put(hn::Mul(hn::Mul(m, m), heights), down, lane);
    }
    pack(sumOfLanes(up), sumOfLanes(down), support[0], isDownwards, codes);
  }

  // What is lost with a shift, of the codewords that share it.
  HWY_INLINE V shiftLoss(const PerLane (&least)[2], std::size_t g, std::size_t lane) const {
    if constexpr (kShared) return hn::Add(overSubBlock(least[0], lane), overSubBlock(least[1], lane));
    return at(least[g], lane);
  }

  // Σ w·x·l and Σ w·l² of the levels l, in the turn's direction.
  HWY_INLINE SlopeHeight fitOf(std::size_t g, I support, LaneMask isDown, std::size_t lane) const {
    const Codewords& codewords = m_codewords[g];
    const V shift = hn::IfThenElse(isDown, same(-kShift), same(kShift));
    V slope = hn::Mul(shift, at(codewords.sum, lane)),
      height = hn::Mul(same(kShift * kShift), at(codewords.weight, lane));
    for (std::size_t j = 0; j < 8; ++j) {
      const std::size_t i = (8 * g + j) * kLanes + lane;
      const LaneMask in = hn::RebindMask(LaneTag(), hn::TestBit(support, hn::Set(TernaryIds(), 1 << j)));
      const V product = hn::IfThenElse(isDown, at(m_product[1].v + i), at(m_product[0].v + i));
      const V own = hn::IfThenElse(isDown, at(m_height[1].v + i), at(m_height[0].v + i));
      slope = hn::Add(slope, hn::IfThenElseZero(in, product));
      height = hn::Add(height, hn::IfThenElseZero(in, own));
    }
    return {slope, height};
  }

  void pack(float up, float down, const IdPerLane (&support)[2], const IdPerLane (&isDownwards)[2],
            CodebookCodes& codes) const {
    codes = {};
    if (!(up > 0.0f && down > 0.0f)) return;
    const float d = storable(std::min(m_energy / up, kMostStretch * up / down), m_block.unit);
    codes.d = d * m_block.unit * (m_turn == 1 ? -1.0f : 1.0f);
    for (std::size_t k = 0; k < kLanes; ++k) {
      codes.scale[k / kLanesOfOne] = static_cast<std::uint8_t>((m_integers.v[k] - 1.0f) / 2);
      for (std::size_t g = 0; g < 2; ++g) {
        const auto own = static_cast<unsigned>(support[g].v[k]);
        const auto signs =
            static_cast<unsigned>(m_codewords[g].signs[isDownwards[g].v[k]].v[k] ^ (m_turn == 1 ? 255 : 0));
        codes.index[2 * k + g] = ternarySupports().entry[TernarySupports::place(own, own & signs)];
        codes.negativeDelta[2 * k + g] = (isDownwards[g].v[k] != 0) != (m_turn == 1);
      }
    }
  }

  struct Excess {
    PerLane v[2];  // by turn
  };

  const SuperBlock& m_block;
  const Iq1Depth& m_depth;
  Panel m_product[2];  // w·x times the level ±1 that it has if not 0, shifted up and down
  Panel m_largest[2];  // the scale below which ±1 serves better than 0
  Panel m_height[2];   // by how much ±1 is higher then: w·(1 ± 2δ)
  Codewords m_codewords[2];
  float m_energy = 0.0f;  // Σ w·x²
  PerLane m_mean;         // magnitude, weighted by w·|x|
  std::array<Parabola, kScales> m_parabolas;
  std::array<PerLane, 2> m_scanned;  // indices of scales
  std::array<Excess, 2> m_excess;    // there
  std::size_t m_turn = 0;            // 1: d is negative
  PerLane m_wanted;                  // scales
  std::array<Parabola, kParabolas> m_near;
  float m_step = 0.0f;  // d over the block's unit
  PerLane m_integers;
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
