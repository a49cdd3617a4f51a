// The importance that goes with a slab, looked up for its matrix (expert).
// Thread-safety: all functions are pure.
#pragma once

#include <span>

#include "core/calibration/importance_matrix.h"
#include "core/run/slab.h"

namespace halftone {

// One value per column of the slab; empty where there is no matrix or no entry: all 1. `importance` may be null.
// `tensor` is its name in the source. REQUIRES: importance->checkFits() held for the source.
inline std::span<const float> columnImportance(const ImportanceMatrix* importance, const std::string& tensor,
                                               const Slab& slab) {
  if (importance == nullptr) return {};
  const std::span<const float> columns = importance->columns(tensor, slab.matrix);
  return columns.empty() ? columns : columns.subspan(slab.firstColumn, slab.columns);
}

}  // namespace halftone
