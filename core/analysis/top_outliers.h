// TopOutliers: the 64 largest |x| of a tensor, with their places. Of equal ones those that come first in the tensor are
// kept, so the answer does not depend on the order in which slabs arrive.
// Thread-safety: values.
#pragma once

#include <cstddef>
#include <vector>

#include "core/analysis/row_slab.h"
#include "core/analysis/tensor_analysis.h"

namespace halftone {

class TopOutliers {
 public:
  static constexpr std::size_t kKept = 64;

  // NaN and infinities are left out, and so are zeros.
  void add(const RowSlab& slab);
  // One value, found elsewhere. REQUIRES: finite and not 0.
  void add(const Outlier& outlier) { offer(outlier); }
  void merge(const TopOutliers& other);

  std::vector<Outlier> sorted() const;  // largest first

 private:
  void offer(const Outlier& outlier);
  std::vector<Outlier> m_heap;  // the least of the kept in front
};

}  // namespace halftone
