// ErrorSums: the sums behind ErrorMetrics, of a slab, a tensor or a whole model. x source, y decoded, e = x − y,
// w importance. Pairs in which either is NaN or infinite are left out.
// Thread-safety: values.
#pragma once

#include <cstdint>
#include <span>

#include "core/analysis/row_slab.h"
#include "core/analysis/tensor_analysis.h"

namespace halftone {

struct ErrorSums {
  std::uint64_t values = 0;
  std::uint64_t notFinite = 0;    // pairs left out
  double error = 0;               // Σe
  double error2 = 0;              // Σe²
  double source2 = 0;             // Σx²
  double decoded2 = 0;            // Σy²
  double product = 0;             // Σxy
  double weightedError2 = 0;      // Σw·e²
  double weightedSource2 = 0;     // Σw·x²
  double maxError = 0;            // max |e|
  std::uint64_t nonZero = 0;      // x ≠ 0
  std::uint64_t signLost = 0;     // of those, y = 0
  std::uint64_t signFlipped = 0;  // of those, x·y < 0
  double signLostEnergy = 0;      // Σx² of the lost

  // Adds every row of the slab, in order. REQUIRES: slab.decoded is not empty unless the source is.
  void add(const RowSlab& slab);
  // One row, or a piece of one. `importance` may be empty: all 1.
  void addRow(std::span<const float> source, std::span<const float> decoded, std::span<const float> importance);
  // Joins what came later. The same parts joined in the same order give the same bits.
  void merge(const ErrorSums& later);

  ErrorMetrics metrics() const;
};

}  // namespace halftone
