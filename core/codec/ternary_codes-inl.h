// The codewords of iq1_s and iq1_m for a d and integers that are chosen, and d anew for these: steps 4 and 5 of
// ternary_search-inl.h. Included once per SIMD target.
#if defined(HALFTONE_CODEC_TERNARY_CODES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_TERNARY_CODES_INL_H_
#undef HALFTONE_CODEC_TERNARY_CODES_INL_H_
#else
#define HALFTONE_CODEC_TERNARY_CODES_INL_H_
#endif

#include <algorithm>
#include <array>

#include "core/codec/codebook_encoders.h"
#include "core/codec/ternary_block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// What steps 1 to 3 choose.
struct TernaryScales {
  std::size_t turn = 0;  // 1: d is negative
  float step = 0.0f;     // |d| over the block's unit
  PerLane integers;
};

template <bool kShared>
class TernaryCodes {
 public:
  using Block = TernaryBlock<kShared>;
  TernaryCodes(const Block& block, const TernaryScales& scales) : m_block(block), m_scales(scales) {}

  void write(CodebookCodes& codes) {
    PerLane least[2][2];  // by shift, even or odd codeword
    IdPerLane support[2][2], isDownwards[2];
    for (std::size_t g = 0; g < 2; ++g) {
      SupportSums sums[2];
      for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
        const V s = hn::Mul(at(m_scales.integers, lane), same(m_scales.step));
        const V unit = m_block.setSums(g, s, lane, sums);
        const std::array<LeastSupport, 2> found = leastSupports(sums, m_block.codewords(g).rows, m_scales.turn, lane);
        for (std::size_t f = 0; f < 2; ++f) {
          put(hn::Add(hn::Mul(found[f].least, unit), m_block.besidesSupport(g, f, s, lane)), least[f][g], lane);
          hn::Store(found[f].support, TernaryIds(), support[f][g].v + lane);
        }
      }
    }
    fit(least, support, isDownwards, codes);
  }

 private:
  using V = LaneVector;
  using I = TernaryIdVector;
  static constexpr float kMostStretch = 2.0f;  // of blocks that the codewords hardly resemble

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
        const SlopeHeight own = m_block.fitOf(g, supports, isDown, lane);
        slopes = hn::Add(slopes, own.slope);
        heights = hn::Add(heights, own.height);
      }
      const V m = at(m_scales.integers, lane);
      put(hn::Mul(m, slopes), up, lane);
      put(hn::Mul(hn::Mul(m, m), heights), down, lane);
    }
    pack(sumOfLanes(up), sumOfLanes(down), support[0], isDownwards, codes);
  }

  // What is lost with a shift, of the codewords that share it.
  HWY_INLINE V shiftLoss(const PerLane (&least)[2], std::size_t g, std::size_t lane) const {
    if constexpr (kShared) return hn::Add(m_block.overSubBlock(least[0], lane), m_block.overSubBlock(least[1], lane));
    return at(least[g], lane);
  }

  void pack(float up, float down, const IdPerLane (&support)[2], const IdPerLane (&isDownwards)[2],
            CodebookCodes& codes) const {
    codes = {};
    if (!(up > 0.0f && down > 0.0f)) return;
    const float d = storable(std::min(m_block.energy() / up, kMostStretch * up / down), m_block.unit());
    codes.d = d * m_block.unit() * (m_scales.turn == 1 ? -1.0f : 1.0f);
    for (std::size_t k = 0; k < kLanes; ++k) {
      codes.scale[k / Block::kLanesOfOne] = static_cast<std::uint8_t>((m_scales.integers.v[k] - 1.0f) / 2);
      for (std::size_t g = 0; g < 2; ++g) {
        const auto own = static_cast<unsigned>(support[g].v[k]);
        const auto signs = static_cast<unsigned>(m_block.codewords(g).signs[isDownwards[g].v[k]].v[k] ^
                                                 (m_scales.turn == 1 ? 255 : 0));
        codes.index[2 * k + g] = ternarySupports().entry[TernarySupports::place(own, own & signs)];
        codes.negativeDelta[2 * k + g] = (isDownwards[g].v[k] != 0) != (m_scales.turn == 1);
      }
    }
  }

  const Block& m_block;
  const TernaryScales& m_scales;
};

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
