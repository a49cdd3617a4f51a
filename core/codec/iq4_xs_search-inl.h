// The scales of iq4_xs: y = d·s·K[q], with one f16 d per super-block of 256 and an integer s in −32..31 for each of
// eight sub-blocks of 32. Finds d, s and q of small Σ w·(x − y)². Included once per SIMD target.
//
// 1. Each sub-block alone: the real scale a that saves most error, among scales that put its largest magnitude at a
//    choice of codes, on either side of 0.
// 2. All sub-blocks: the steps d for which integer multiples d·s come nearest to those scales, each miss weighed by the
//    curvature of its sub-block's error. This needs no values, so a fine grid of d costs little.
// 3. For the best few d: the true error for the integers around a/d, codes chosen anew for each; then d by least
//    squares for those integers and codes, and the codes again, as long as the error falls.
//
// The sixteen lanes are the eight sub-blocks twice, so that two candidates are tried at a time: value i of sub-block s
// is kept at 16·i + s and at 16·i + 8 + s.
#if defined(HALFTONE_CODEC_IQ4_XS_SEARCH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_IQ4_XS_SEARCH_INL_H_
#undef HALFTONE_CODEC_IQ4_XS_SEARCH_INL_H_
#else
#define HALFTONE_CODEC_IQ4_XS_SEARCH_INL_H_
#endif

#include <array>
#include <cmath>
#include <span>
#include <utility>

#include "core/codec/block_depths.h"
#include "core/codec/block_group-inl.h"
#include "core/codec/levels-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

inline constexpr std::size_t kSubBlocks = 8;
using DoubledPanel = GroupPanel<32>;

struct DoubledBlock {
  DoubledPanel x;               // divided by unit
  const DoubledPanel* weights;  // nullptr: all 1
  float unit;                   // a power of two
};

struct UnevenCodes {
  float d = 0;        // a number that f16 holds
  PerLane scale{};    // integers
  PerLane inverse{};  // what a sub-block's values (divided by unit) are multiplied by to give codes
};

template <bool kWeighted>
class UnevenSearch {
 public:
  UnevenSearch(const DoubledBlock& block, const UnevenDepth& depth) : m_block(block), m_depth(depth) {}

  UnevenCodes run() {
    fitSubBlocks();
    chooseSteps();
    for (std::size_t k = 0; k < m_depth.finalists; ++k) improve(m_finalists[k].d);
    UnevenCodes codes{m_best.d * m_block.unit, m_scales, {}};
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes())
      put(inverseOrZero(hn::Mul(at(m_scales, lane), same(m_best.d))), codes.inverse, lane);
    return codes;
  }

 private:
  using V = LaneVector;
  struct Choice {
    float d = 0;
    float error = 3e38F;
  };

  HWY_INLINE V x(std::size_t i, std::size_t lane) const { return at(m_block.x.v + i * kLanes + lane); }
  HWY_INLINE V weighted(V v, std::size_t i, std::size_t lane) const {
    if constexpr (kWeighted) return hn::Mul(at(m_block.weights->v + i * kLanes + lane), v);
    return v;
  }
  static HWY_INLINE V integer(V wanted) { return nearestWithin(wanted, -32.0F, 31.0F); }

  // Σ w·x·q and Σ w·q² of every lane, with q = the level nearest to x·inverse.
  void sums(const PerLane& inverse, PerLane& xq, PerLane& qq) const {
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      V sumXq = zeros(), sumQq = zeros();
      for (std::size_t i = 0; i < 32; ++i) {
        const V value = x(i, lane);
        const V q = UnevenLevels::nearest(hn::Mul(value, at(inverse, lane)));
        const V wq = weighted(q, i, lane);
        sumXq = hn::Add(sumXq, hn::Mul(value, wq));
        sumQq = hn::Add(sumQq, hn::Mul(q, wq));
      }
      put(sumXq, xq, lane);
      put(sumQq, qq, lane);
    }
  }

  // Σ w·(x − a·q)² of every lane, with q = the level nearest to x/a.
  void errors(const PerLane& a, PerLane& totals) const {
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      const V inverse = inverseOrZero(at(a, lane));
      V total = zeros();
      for (std::size_t i = 0; i < 32; ++i) {
        const V value = x(i, lane);
        const V r = hn::Sub(value, hn::Mul(at(a, lane), UnevenLevels::nearest(hn::Mul(value, inverse))));
        total = hn::Add(total, hn::Mul(r, weighted(r, i, lane)));
      }
      put(total, totals, lane);
    }
  }

  struct Reference {
    PerLane largest;   // magnitude of each lane
    PerLane heaviest;  // the magnitude that weighs most, by w·x²
  };
  Reference reference() const {
    Reference found;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
      V largest = zeros(), most = zeros(), heaviest = zeros();
      for (std::size_t i = 0; i < 32; ++i) {
        const V magnitude = hn::Abs(x(i, lane));
        const V weight = hn::Mul(magnitude, weighted(magnitude, i, lane));
        heaviest = hn::IfThenElse(hn::Gt(weight, most), magnitude, heaviest);
        most = hn::Max(weight, most);
        largest = hn::Max(largest, magnitude);
      }
      put(largest, found.largest, lane);
      put(heaviest, found.heaviest, lane);
    }
    return found;
  }

  // Puts `peak` of each sub-block at codes of the ladder: positive in the first eight lanes, negative in the others.
  // For given codes the best scale is Σwxq / Σwq², and it saves (Σwxq)² / Σwq². Lanes in which peak is 0 stay as they
  // are.
  void climb(std::span<const float> ladder, const PerLane& peak, PerLane& bestXq, PerLane& bestQq) const {
    PerLane side, perPeak;
    for (std::size_t k = 0; k < kLanes; ++k) side.v[k] = k < kSubBlocks ? 1.0F : -1.0F;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes())
      put(hn::Mul(inverseOrZero(at(peak, lane)), at(side, lane)), perPeak, lane);
    for (const float code : ladder) {
      PerLane inverse, xq, qq;
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes())
        put(hn::Mul(at(perPeak, lane), same(code)), inverse, lane);
      sums(inverse, xq, qq);
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        const V saved = hn::Mul(hn::Mul(at(xq, lane), at(xq, lane)), at(bestQq, lane));
        const V savedBefore = hn::Mul(hn::Mul(at(bestXq, lane), at(bestXq, lane)), at(qq, lane));
        const LaneMask better = hn::And(hn::Gt(saved, savedBefore), hn::Gt(at(peak, lane), zeros()));
        put(hn::IfThenElse(better, at(xq, lane), at(bestXq, lane)), bestXq, lane);
        put(hn::IfThenElse(better, at(qq, lane), at(bestQq, lane)), bestQq, lane);
      }
    }
  }

  // A peak that hardly counts hides the values that do: sub-blocks with one are tried again on the scale of those.
  void fitSubBlocks() {
    const Reference found = reference();
    PerLane xq{}, qq;
    std::fill_n(qq.v, kLanes, 1.0F);
    if constexpr (kWeighted) {
      climb(m_depth.weightedLadder, found.largest, xq, qq);
      PerLane hidden{};
      bool some = false;
      for (std::size_t k = 0; k < kLanes; ++k) {
        if (!(found.heaviest.v[k] < 0.3F * found.largest.v[k])) continue;
        hidden.v[k] = found.heaviest.v[k];
        some = true;
      }
      if (some) climb(m_depth.plainLadder, hidden, xq, qq);
    } else {
      climb(m_depth.plainLadder, found.largest, xq, qq);
    }
    for (std::size_t s = 0; s < kSubBlocks; ++s) {
      const std::size_t other = s + kSubBlocks;
      const bool negative = xq.v[other] * xq.v[other] * qq.v[s] > xq.v[s] * xq.v[s] * qq.v[other];
      const std::size_t better = negative ? other : s, worse = negative ? s : other;
      m_wanted.v[s] = m_wanted.v[other] = xq.v[better] / qq.v[better];
      m_wantedOther.v[s] = m_wantedOther.v[other] = xq.v[worse] / qq.v[worse];
      m_curvature.v[s] = m_curvature.v[other] = qq.v[better];
    }
  }

  // Σ over sub-blocks of curvature·(a − d·s)², s the nearest integer; one d in each lane.
  V secondOrderError(V d) const {
    const V inverse = inverseOrZero(d);
    V total = zeros();
    for (std::size_t s = 0; s < kSubBlocks; ++s) {
      const V a = same(m_wanted.v[s]);
      const V r = hn::Sub(a, hn::Mul(d, integer(hn::Mul(a, inverse))));
      total = hn::Add(total, hn::Mul(same(m_curvature.v[s]), hn::Mul(r, r)));
    }
    return total;
  }

  void chooseSteps() {
    float largest = 0;
    for (const float a : m_wanted.v) largest = std::fabs(a) > std::fabs(largest) ? a : largest;
    for (std::size_t first = 0; first < m_depth.steps; first += kLanes) {
      PerLane steps, found;
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        const V index = hn::Iota(LaneTag(), static_cast<float>(first + lane));
        const V target = hn::Add(same(m_depth.peakScaleFirst), hn::Mul(index, same(m_depth.peakScaleStep)));
        const V d = storable(hn::Div(same(largest), target), m_block.unit);
        put(d, steps, lane);
        put(secondOrderError(d), found, lane);
      }
      for (std::size_t k = 0; k < kLanes; ++k) consider({steps.v[k], found.v[k]});
    }
  }

  // Keeps the best few, in order.
  void consider(Choice choice) {
    for (Choice& finalist : std::span(m_finalists).first(m_depth.finalists)) {
      if (choice.d == finalist.d) return;
      if (choice.error < finalist.error) std::swap(choice, finalist);
    }
  }

  // The integers near wanted/d of smallest true error; the two halves of the lanes try different ones.
  float chooseScales(float d, PerLane& scales) const {
    PerLane best{}, bestError;
    std::fill_n(bestError.v, kLanes, 3e38F);
    const float inverse = d == 0 ? 0.0F : 1.0F / d;
    const int tries = m_depth.reach + 1;
    for (int i = 0; i < (m_depth.eitherSign ? 2 * tries : tries); ++i) {
      const PerLane& wanted = i < tries ? m_wanted : m_wantedOther;
      PerLane tried, a, found;
      for (std::size_t k = 0; k < kLanes; ++k) {
        const float nearest = std::clamp(wanted.v[k] * inverse, -32.0F, 31.0F);
        const float start = (nearest + 0x1.8p23F) - 0x1.8p23F;
        // On the side where the wanted scale lies first: 0, +1; −1, +2; …
        const float side = nearest < start ? -1.0F : 1.0F;
        const float step = k < kSubBlocks ? static_cast<float>(-(i % tries)) : static_cast<float>(i % tries + 1);
        tried.v[k] = std::clamp(start + side * step, -32.0F, 31.0F);
        a.v[k] = tried.v[k] * d;
      }
      errors(a, found);
      for (std::size_t k = 0; k < kLanes; ++k) {
        if (!(found.v[k] < bestError.v[k])) continue;
        bestError.v[k] = found.v[k];
        best.v[k] = tried.v[k];
      }
    }
    float total = 0;
    for (std::size_t s = 0; s < kSubBlocks; ++s) {
      const std::size_t better = bestError.v[s + kSubBlocks] < bestError.v[s] ? s + kSubBlocks : s;
      scales.v[s] = scales.v[s + kSubBlocks] = best.v[better];
      total += bestError.v[better];
    }
    return total;
  }

  // The d of least squares for these integers and the codes that they and the present d give.
  float refit(const PerLane& scales, float d) const {
    PerLane inverse, xq, qq;
    for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes())
      put(inverseOrZero(hn::Mul(at(scales, lane), same(d))), inverse, lane);
    sums(inverse, xq, qq);
    float up = 0, down = 0;
    for (std::size_t s = 0; s < kSubBlocks; ++s) {
      up += scales.v[s] * xq.v[s];
      down += scales.v[s] * scales.v[s] * qq.v[s];
    }
    return down > 0 ? storable(up / down, m_block.unit) : d;
  }

  float errorOf(const PerLane& scales, float d) const {
    PerLane a, found;
    for (std::size_t k = 0; k < kLanes; ++k) a.v[k] = scales.v[k] * d;
    errors(a, found);
    float total = 0;
    for (std::size_t s = 0; s < kSubBlocks; ++s) total += found.v[s];
    return total;
  }

  void improve(float d) {
    PerLane scales;
    float present = chooseScales(d, scales);
    keep(d, present, scales);
    for (int round = 0; round < m_depth.rounds; ++round) {
      const float next = refit(scales, d);
      if (next == d) return;
      const float nextError = m_depth.eitherSign ? chooseScales(next, scales) : errorOf(scales, next);
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

  static constexpr std::size_t kMostFinalists = 48;

  const DoubledBlock& m_block;
  const UnevenDepth& m_depth;
  PerLane m_wanted;       // a
  PerLane m_wantedOther;  // the best of the other sign
  PerLane m_curvature;    // Σ w·q² at a
  std::array<Choice, kMostFinalists> m_finalists{};
  Choice m_best;
  PerLane m_scales{};
};

// 256 numbers, each multiplied by `factor`.
inline void loadDoubled(const float* HWY_RESTRICT numbers, float factor, DoubledPanel& panel) {
  for (std::size_t i = 0; i < 32; ++i)
    for (std::size_t k = 0; k < kLanes; ++k) panel.v[i * kLanes + k] = numbers[k % kSubBlocks * 32 + i] * factor;
}

struct DoubledWeights {
  DoubledPanel panel;
  bool even;  // all are the same: as good as none
};

// As loadGroupWeights, over the whole super-block.
inline void loadDoubledWeights(const float* importance, DoubledWeights& weights) {
  weights.even = std::all_of(importance, importance + 256, [&](float w) { return w == importance[0]; });
  if (weights.even) return;
  loadDoubled(importance, 1.0F / normalizingUnit(largestOf(importance, 256)), weights.panel);
  for (float& w : weights.panel.v) w = std::max(w, 0x1p-40F);
}

// Codec::encode for Type::encode<weighted>(values, super-block, effort, bytes). The importance is the same for every
// row, so it is laid out once.
template <class Type>
void encodeDoubledBlocks(const Rows& rows, std::span<std::byte> blocks) {
  const auto& [values, columns, importance, effort] = rows;
  std::vector<DoubledWeights> weights(importance.size() / 256);
  for (std::size_t c = 0; c < weights.size(); ++c) loadDoubledWeights(importance.data() + c * 256, weights[c]);
  auto* bytes = reinterpret_cast<std::uint8_t*>(blocks.data());
  DoubledBlock block;
  for (std::size_t i = 0; i < values.size(); i += 256, bytes += Type::kBytes) {
    const float* first = values.data() + i;
    const float largest = largestOf(first, 256);
    if (largest < Type::kSmallest) {
      std::memset(bytes, 0, Type::kBytes);
      continue;
    }
    const DoubledWeights* own = weights.empty() ? nullptr : &weights[i % columns / 256];
    block.weights = own == nullptr || own->even ? nullptr : &own->panel;
    block.unit = normalizingUnit(largest);
    loadDoubled(first, 1.0F / block.unit, block.x);
    block.weights == nullptr ? Type::template encode<false>(first, block, effort, bytes)
                             : Type::template encode<true>(first, block, effort, bytes);
  }
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
