#include "core/analysis/one_scale.h"

#include <cmath>
#include <limits>

// From here on this file is compiled once per SIMD target.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/analysis/one_scale.cpp"
#include "hwy/foreach_target.h"
//
#include "core/analysis/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace halftone::analysis::HWY_NAMESPACE {
namespace {

// |v|, and 0 for what is not finite.
HWY_INLINE DoubleVector finiteSize(DoubleVector v) {
  const DoubleVector size = hn::Abs(v);
  return hn::IfThenElseZero(hn::Lt(size, same(std::numeric_limits<double>::infinity())), size);
}

double largestFinite(std::span<const float> group) {
  const std::size_t whole = group.size() / kLanes * kLanes;
  const Tail tail(group);
  Lanes<double> largest;
  for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
    DoubleVector most = finiteSize(load(tail.values.data() + lane));
    for (std::size_t i = lane; i < whole; i += kLanes) most = hn::Max(most, finiteSize(load(group.data() + i)));
    put(most, largest, lane);
  }
  return largest.max();
}

// |x| rounds to 0 where |x| < step/2 = max/14; multiplied out, the comparison is exact in double.
bool ruled(std::span<const float> group) {
  const DoubleVector largest = same(largestFinite(group));
  const std::size_t whole = group.size() / kLanes * kLanes;
  const Tail tail(group);
  Lanes<double> balance;  // lost − kept
  for (std::size_t lane = 0; lane < kLanes; lane += vectorLanes()) {
    DoubleVector sum = zeros();
    const auto add = [&](const float* values) HWY_ATTR {
      const DoubleVector size = finiteSize(load(values));
      const DoubleVector vote = hn::IfThenElse(hn::Lt(hn::Mul(same(14.0), size), largest), same(1.0), same(-1.0));
      sum = hn::Add(sum, hn::IfThenElseZero(hn::Ne(size, zeros()), vote));
    };
    for (std::size_t i = lane; i < whole; i += kLanes) add(group.data() + i);
    add(tail.values.data() + lane);
    put(sum, balance, lane);
  }
  return balance.sum() > 0;
}

}  // namespace
}  // namespace halftone::analysis::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace halftone {
namespace analysis {
HWY_EXPORT(largestFinite);
HWY_EXPORT(ruled);
}  // namespace analysis

double oneScaleStep(std::span<const float> group, int bits) {
  using namespace analysis;
  return HWY_DYNAMIC_DISPATCH(largestFinite)(group) / largestLevel(bits);
}

int stepsOf(double value, double step) { return step == 0 ? 0 : static_cast<int>(std::lround(value / step)); }

bool ruledByOutlier(std::span<const float> group) {
  using namespace analysis;
  return HWY_DYNAMIC_DISPATCH(ruled)(group);
}

}  // namespace halftone
#endif
