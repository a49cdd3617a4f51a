// The definitions of every measure, written down as plainly as they read, in long double: what the accumulators are
// checked against.
#pragma once

#include <cstddef>
#include <vector>

#include "core/analysis/tensor_passes.h"

namespace halftone::test {

struct Matrix {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<float> source;
  std::vector<float> decoded;
  std::vector<float> importance;  // empty, or one per column
};

// The same results from the whole matrix at once. REQUIRES: all values are finite.
TensorAnalysis naiveAnalysis(const Matrix& matrix);

// Fed in parts that begin at the rows `cuts` (rising), each part with its own accumulator, merged in order.
TensorAnalysis streamedAnalysis(const Matrix& matrix, const std::vector<std::size_t>& cuts);

}  // namespace halftone::test
