// Choosing tensors by a regular expression, as --tensor does.
// Thread-safety: all functions are pure.
#pragma once

#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/model/model.h"

namespace halftone::cli {

// The tensors whose names hold a match of `pattern` (all for an empty one), in the model's order. Errors:
// InvalidArgument (no regular expression, or no tensor matches).
Result<std::vector<TensorId>> matchingTensors(const Model& model, std::string_view pattern);

}  // namespace halftone::cli
