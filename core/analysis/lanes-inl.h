// Lanes (see lanes.h) on vectors of any width: eight doubles, of which a target works on 1, 2, 4 or 8 at a time. Lanes
// never meet before Lanes::sum, and products and sums are never fused, so every target gives the same bits.
// Included once per SIMD target, inside files that Highway compiles for each (see error_kernel.cpp).
#if defined(HALFTONE_ANALYSIS_LANES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef HALFTONE_ANALYSIS_LANES_INL_H_
#undef HALFTONE_ANALYSIS_LANES_INL_H_
#else
#define HALFTONE_ANALYSIS_LANES_INL_H_
#endif

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

#include "core/analysis/lanes.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::analysis::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using DoubleTag = hn::CappedTag<double, kLanes>;
using DoubleVector = hn::Vec<DoubleTag>;
using DoubleMask = hn::Mask<DoubleTag>;

HWY_INLINE std::size_t vectorLanes() { return hn::Lanes(DoubleTag()); }
HWY_INLINE DoubleVector same(double value) { return hn::Set(DoubleTag(), value); }
HWY_INLINE DoubleVector zeros() { return hn::Zero(DoubleTag()); }
HWY_INLINE DoubleVector oneWhere(DoubleMask mask) { return hn::IfThenElseZero(mask, same(1.0)); }

// vectorLanes() floats from `values` on, as doubles.
HWY_INLINE DoubleVector load(const float* values) {
  const hn::Rebind<float, DoubleTag> floats;
  return hn::PromoteTo(DoubleTag(), hn::LoadU(floats, values));
}

HWY_INLINE void put(DoubleVector vector, Lanes<double>& lanes, std::size_t lane) {
  hn::StoreU(vector, DoubleTag(), lanes.part.data() + lane);
}

// The last values of a span, fewer than eight, followed by zeros.
struct Tail {
  std::array<float, kLanes> values{};
  explicit Tail(std::span<const float> all) {
    const std::span<const float> last = all.subspan(all.size() / kLanes * kLanes);
    std::copy(last.begin(), last.end(), values.begin());
  }
};

}  // namespace halftone::analysis::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
