// Moments: mean, variance and excess kurtosis of a stream, sound also where the mean is far from 0.
// Each span is summed about its own mean, and parts are joined by the pairwise update formulas of Pébay, "Formulas for
// Robust, One-Pass Parallel Computation of Covariances and Arbitrary-Order Statistical Moments", SAND2008-6212 (2008).
// Thread-safety: values.
#pragma once

#include <cstdint>
#include <span>

namespace halftone {

struct Moments {
  std::uint64_t count = 0;
  double mean = 0;
  double m2 = 0;  // Σ(x − mean)²
  double m3 = 0;  // Σ(x − mean)³
  double m4 = 0;  // Σ(x − mean)⁴

  // REQUIRES: all values are finite.
  void add(std::span<const float> values);
  // Joins what came later in the tensor. The same parts joined in the same order give the same bits.
  void merge(const Moments& later);

  double variance() const { return count == 0 ? 0 : m2 / static_cast<double>(count); }
  // m₄/m₂² − 3 with mₖ the mean of (x − mean)ᵏ; 0 where all values are equal.
  double excessKurtosis() const { return m2 == 0 ? 0 : static_cast<double>(count) * m4 / (m2 * m2) - 3; }
};

}  // namespace halftone
