// What planning needs to know of an importance matrix.
// Thread-safety: all functions are pure.
#pragma once

#include "core/calibration/importance_matrix.h"
#include "core/plan/plan.h"

namespace halftone {

// Base name, first data set, counts, and the names of the tensors that have an entry.
ImportanceSummary summarizeImportance(const ImportanceMatrix& matrix);

}  // namespace halftone
