// Sums Σ w·x·g of all entries g of a codebook. Included once per SIMD target; added in the same order on each.
#if defined(HALFTONE_CODEC_CODEWORD_DOTS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_CODEC_CODEWORD_DOTS_INL_H_
#undef HALFTONE_CODEC_CODEWORD_DOTS_INL_H_
#else
#define HALFTONE_CODEC_CODEWORD_DOTS_INL_H_
#endif

#include <cstddef>

#include "core/codec/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::codecs::HWY_NAMESPACE {

// Σ factors[j]·level[j][e] of the entries from e on, added in pairs.
template <std::size_t kLength, std::size_t kEntries>
class Dots {
 public:
  HWY_INLINE Dots(const float (&level)[kLength][kEntries], const float* factors) : m_level(level) {
    for (std::size_t j = 0; j < kLength; ++j) m_factor[j] = same(factors[j]);
  }

  HWY_INLINE LaneVector operator()(std::size_t e) const {
    LaneVector sum = hn::Add(pair(0, e), pair(2, e));
    if constexpr (kLength == 8) sum = hn::Add(sum, hn::Add(pair(4, e), pair(6, e)));
    return sum;
  }

 private:
  HWY_INLINE LaneVector pair(std::size_t j, std::size_t e) const {
    return hn::Add(hn::Mul(m_factor[j], at(m_level[j] + e)), hn::Mul(m_factor[j + 1], at(m_level[j + 1] + e)));
  }

  const float (&m_level)[kLength][kEntries];
  LaneVector m_factor[kLength];
};

template <std::size_t kLength, std::size_t kEntries>
void dotAll(const float (&level)[kLength][kEntries], const float* HWY_RESTRICT factors, float* HWY_RESTRICT dots) {
  const Dots<kLength, kEntries> dot(level, factors);
  for (std::size_t e = 0; e < kEntries; e += vectorLanes()) hn::Store(dot(e), LaneTag(), dots + e);
}

}  // namespace halftone::codecs::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
