// The table of measured tensors.
// Thread-safety: all functions are pure.
#pragma once

#include <string>

#include "app/cli/measured_tensor.h"

namespace halftone::cli {

// Rows, totals and remarks; ≈ before figures that were measured on a sample.
std::string measuredTable(const MeasuredTensors& measured);

}  // namespace halftone::cli
