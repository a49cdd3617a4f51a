#include "core/analysis/one_scale.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace halftone {
namespace {

float largestFinite(std::span<const float> group) {
  float largest = 0;
  for (const float value : group)
    if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
  return largest;
}

}  // namespace

double oneScaleStep(std::span<const float> group, int bits) {
  return static_cast<double>(largestFinite(group)) / largestLevel(bits);
}

int stepsOf(double value, double step) { return step == 0 ? 0 : static_cast<int>(std::lround(value / step)); }

bool ruledByOutlier(std::span<const float> group) {
  // |x| rounds to 0 where |x| < step/2 = max/14; multiplied out, the comparison is exact in double.
  const double largest = static_cast<double>(largestFinite(group));
  std::size_t nonZero = 0;
  std::size_t lost = 0;
  for (const float value : group) {
    if (value == 0 || !std::isfinite(value)) continue;
    ++nonZero;
    if (14 * std::abs(static_cast<double>(value)) < largest) ++lost;
  }
  return 2 * lost > nonZero;
}

}  // namespace halftone
