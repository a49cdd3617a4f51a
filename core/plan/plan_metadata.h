// The metadata of the output: the input's keys in their order, and what quantizing changes.
// Thread-safety: all functions are pure.
#pragma once

#include "core/base/result.h"
#include "core/plan/plan.h"
#include "core/plan/pruning.h"

namespace halftone {

// Errors: InvalidArgument for an edit of a key that the writer alone decides.
Result<Metadata> planMetadata(const Model& model, const PlanRequest& request, const Pruning& pruning);

}  // namespace halftone
