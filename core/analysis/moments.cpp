#include "core/analysis/moments.h"

#include <cstddef>

#include "core/analysis/lanes.h"

namespace halftone {
namespace {

Moments momentsOf(std::span<const float> values) {
  Lanes<double> sum;
  forLanes(values.size(), [&](std::size_t lane, std::size_t i) { sum[lane] += static_cast<double>(values[i]); });
  const double mean = sum.sum() / static_cast<double>(values.size());
  Lanes<double> m2;
  Lanes<double> m3;
  Lanes<double> m4;
  forLanes(values.size(), [&](std::size_t lane, std::size_t i) {
    const double distance = static_cast<double>(values[i]) - mean;
    const double square = distance * distance;
    m2[lane] += square;
    m3[lane] += square * distance;
    m4[lane] += square * square;
  });
  return {values.size(), mean, m2.sum(), m3.sum(), m4.sum()};
}

}  // namespace

void Moments::add(std::span<const float> values) {
  if (!values.empty()) merge(momentsOf(values));
}

void Moments::merge(const Moments& later) {
  if (later.count == 0) return;
  if (count == 0) {
    *this = later;
    return;
  }
  const double a = static_cast<double>(count);
  const double b = static_cast<double>(later.count);
  const double n = a + b;
  const double delta = later.mean - mean;
  const double step = delta / n;
  const double square = delta * step * a * b;  // δ²·ab/n
  m4 += later.m4 + square * step * step * (a * a - a * b + b * b) + 6 * step * step * (a * a * later.m2 + b * b * m2) +
        4 * step * (a * later.m3 - b * m3);
  m3 += later.m3 + square * step * (a - b) + 3 * step * (a * later.m2 - b * m2);
  m2 += later.m2 + square;
  mean += step * b;
  count += later.count;
}

}  // namespace halftone
