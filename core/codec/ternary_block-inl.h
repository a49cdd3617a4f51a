// A super-block as the search of iq1_s and iq1_m sums it up, codeword by codeword; the values shifted up and down, as
// levels are. Included once per SIMD target.
//
// Lane k of a super-block (super_block-inl.h) holds the codewords 2k and 2k + 1, the even and the odd ones: a sub-block
// of iq1_m, half of one of iq1_s.
#if defined(HALFTONE_CODEC_TERNARY_BLOCK_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_TERNARY_BLOCK_INL_H_
#undef HALFTONE_CODEC_TERNARY_BLOCK_INL_H_
#else
#define HALFTONE_CODEC_TERNARY_BLOCK_INL_H_
#endif

#include "core/codec/super_block-inl.h"
#include "core/codec/ternary_scan-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// s²·height − 2·s·slope is what a sub-block loses at the scale s, less Σ w·x².
struct SlopeHeight {
  LaneVector slope, height;
};

// kShared: a shift and an integer for 32 values (iq1_s), else a shift for 8 and an integer for 16 (iq1_m).
template <bool kShared>
class TernaryBlock {
 public:
  using V = LaneVector;
  static constexpr float kShift = 0.125f;
  static constexpr std::size_t kLanesOfOne = kShared ? 2 : 1;  // sub-block

  // Of the even or the odd codewords.
  struct Codewords {
    IdPerLane signs[2];              // of the levels, shifted up and down
    PerLane magnitude, sum, weight;  // Σ w·|x|, Σ w·x, Σ w
    SupportRows rows[2][2];          // by shift and turn
  };

  explicit TernaryBlock(const SuperBlock& block) : m_block(block) { measure(); }

  float unit() const { return m_block.unit; }
  float energy() const { return m_energy; }                                   // Σ w·x²
  V mean(std::size_t lane) const { return at(m_mean, lane); }                 // magnitude, weighted by w·|x|
  const Codewords& codewords(std::size_t g) const { return m_codewords[g]; }  // 0: the even ones

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

  // Of the values at i, shifted up (f = 0) or down: w·x times the level ±1 that one has if it is not 0, by how much ±1
  // is higher then (w·(1 ± 2δ)), and the scale below which it serves better than 0.
  HWY_INLINE V product(std::size_t f, std::size_t i) const { return at(m_product[f].v + i); }
  HWY_INLINE V height(std::size_t f, std::size_t i) const { return at(m_height[f].v + i); }
  HWY_INLINE V largest(std::size_t f, std::size_t i) const { return at(m_largest[f].v + i); }

  // What a codeword loses (in t, see ternary_scan-inl.h) whichever its support: δ²·Σ w − t·δ·Σ w·x.
  HWY_INLINE V besidesSupport(std::size_t g, std::size_t shift, V s, std::size_t lane) const {
    const V even = hn::Mul(same(kShift * kShift), at(m_codewords[g].weight, lane));
    const V odd = hn::Mul(hn::Div(same(2.0f * kShift), s), at(m_codewords[g].sum, lane));
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

  // Σ w·x·l and Σ w·l² of the levels l, in the turn's direction.
  HWY_INLINE SlopeHeight fitOf(std::size_t g, TernaryIdVector support, LaneMask isDown, std::size_t lane) const {
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

 private:
  using I = TernaryIdVector;

  V weightAt(std::size_t i) const { return m_block.weights == nullptr ? same(1.0f) : at(m_block.weights->v + i); }

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

  const SuperBlock& m_block;
  Panel m_product[2], m_height[2], m_largest[2];
  Codewords m_codewords[2];
  float m_energy = 0.0f;
  PerLane m_mean;
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
