#include "core/run/backend_plan.h"

#include <fmt/format.h>

namespace halftone {

Result<Plan> makePlanWith(const Model& model, PlanRequest request, const Backend* backend) {
  request.backend.clear();
  HALFTONE_TRY(Plan alone, makePlan(model, request));
  if (backend == nullptr) return alone;
  bool encodes = false, takesPart = false;
  for (const PlanEntry& entry : alone.entries) {
    if (entry.type == entry.sourceType) continue;
    encodes = true;
    takesPart = takesPart || backend->canRecode(entry.sourceType, entry.type, alone.effort);
  }
  if (!takesPart) {
    if (encodes)
      alone.warnings.push_back(fmt::format("{} encodes none of these types at effort {}: the CPU does it alone",
                                           backend->name(), effortName(alone.effort)));
    return alone;
  }
  request.backend = backend->name();
  return makePlan(model, request);
}

}  // namespace halftone
