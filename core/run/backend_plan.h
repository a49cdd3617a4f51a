// Planning with a backend at hand.
// Thread-safety: pure, but for the backend.
#pragma once

#include "core/plan/plan.h"
#include "core/run/backend.h"

namespace halftone {

// As makePlan(). The plan names the backend, for the file to tell, if it knows at least one of the plan's changes of
// type at its effort; else the CPU works alone, of which the plan warns if there is anything to encode. `backend` may
// be null.
Result<Plan> makePlanWith(const Model& model, PlanRequest request, const Backend* backend);

}  // namespace halftone
