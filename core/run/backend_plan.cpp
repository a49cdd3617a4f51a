#include "core/run/backend_plan.h"

#include <algorithm>

namespace halftone {

Result<Plan> makePlanWith(const Model& model, PlanRequest request, const Backend* backend) {
  request.backend.clear();
  HALFTONE_TRY(Plan alone, makePlan(model, request));
  const bool takesPart =
      backend != nullptr && std::any_of(alone.entries.begin(), alone.entries.end(), [&](const PlanEntry& entry) {
        return entry.type != entry.sourceType && backend->canRecode(entry.sourceType, entry.type, alone.effort);
      });
  if (!takesPart) return alone;
  request.backend = backend->name();
  return makePlan(model, request);
}

}  // namespace halftone
