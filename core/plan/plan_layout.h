// From decided tensors to output files: what each shard holds, and every size to the byte.
// Thread-safety: all functions are pure.
#pragma once

#include "core/base/result.h"
#include "core/plan/plan.h"

namespace halftone {

// Fills in shards, totals and counts. REQUIRES: plan.entries and plan.metadata are decided. Errors: InvalidArgument
// (more shards than their numbers can count, or a tensor that GGUF cannot hold).
Status layOutPlan(const Model& model, const PlanRequest& request, Plan& plan);

}  // namespace halftone
