// What each sub-block of iq1_s or iq1_m loses at a row of scales, with the better shift, as if the codebook held every
// pattern: whether a value is 0 or ±1 is then up to it alone. Included once per SIMD target.
#if defined(HALFTONE_CODEC_TERNARY_PARABOLAS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_TERNARY_PARABOLAS_INL_H_
#undef HALFTONE_CODEC_TERNARY_PARABOLAS_INL_H_
#else
#define HALFTONE_CODEC_TERNARY_PARABOLAS_INL_H_
#endif

#include <array>

#include "core/codec/ternary_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// Of each lane's sub-block, see SlopeHeight.
struct Parabola {
  PerLane slope, height;
};

// 0, 1, 2, … 15.
HWY_INLINE LaneVector firstLanes() {
  alignas(64) static constexpr float kCount[kLanes] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return at(kCount);
}

template <bool kShared>
class TernaryParabolas {
 public:
  using V = LaneVector;
  using Block = TernaryBlock<kShared>;
  static constexpr std::size_t kScales = 16;
  static constexpr float kFirst = 0.5f, kStep = 0.1f;  // of them, over the mean magnitude

  explicit TernaryParabolas(const Block& block) : m_block(block) { sumAtScales(); }

  HWY_INLINE V scaleAt(V index, std::size_t lane) const {
    return hn::Mul(m_block.mean(lane), hn::Add(same(kFirst), hn::Mul(index, same(kStep))));
  }

  static HWY_INLINE V loss(V slope, V height, V s) {
    return hn::Mul(s, hn::Sub(hn::Mul(s, height), hn::Add(slope, slope)));
  }

  // The scale that loses least if slopes are less by excess(index), and what it loses.
  struct BestScale {
    V index, loss;
  };
  template <class Excess>
  HWY_INLINE BestScale best(std::size_t lane, const Excess& excess) const {
    BestScale found{zeros(), same(3e38f)};
    for (std::size_t n = 0; n < kScales; ++n) {
      const V index = same(static_cast<float>(n));
      const V slope = hn::Sub(at(m_parabolas[n].slope, lane), excess(index));
      const V own = loss(slope, at(m_parabolas[n].height, lane), scaleAt(index, lane));
      found.index = hn::IfThenElse(hn::Lt(own, found.loss), index, found.index);
      found.loss = hn::Min(found.loss, own);
    }
    return found;
  }

  // At scales by index.
  HWY_INLINE SlopeHeight of(V index, std::size_t lane) const {
    const float* first = m_parabolas[0].slope.v + lane;
    const auto place = hn::ConvertTo(TernaryIds(), hn::Add(hn::Mul(index, same(2.0f * kLanes)), firstLanes()));
    return {hn::GatherIndex(LaneTag(), first, place), hn::GatherIndex(LaneTag(), first + kLanes, place)};
  }

 private:
  static constexpr std::size_t kAtOnce = 4;               // as fit in registers
  static constexpr std::size_t kParts = kShared ? 1 : 2;  // with a shift of their own

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
    V sum = at(m_block.codewords(part).sum, lane), weight = at(m_block.codewords(part).weight, lane);
    if constexpr (kShared) {
      sum = hn::Add(sum, at(m_block.codewords(1).sum, lane));
      weight = hn::Add(weight, at(m_block.codewords(1).weight, lane));
    }
    return {hn::Mul(sum, same(Block::kShift)), hn::Mul(weight, same(Block::kShift * Block::kShift))};
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
        const V product = m_block.product(f, i);
        const V largest = m_block.largest(f, i), own = m_block.height(f, i);
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
      own[f] = {m_block.overSubBlock(shifted[f].slope, lane), m_block.overSubBlock(shifted[f].height, lane)};
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

  const Block& m_block;
  std::array<Parabola, kScales> m_parabolas;
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
