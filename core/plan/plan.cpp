#include "core/plan/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "core/base/within_memory.h"
#include "core/plan/exclusion.h"
#include "core/plan/plan_decision.h"
#include "core/plan/plan_layout.h"
#include "core/plan/plan_metadata.h"
#include "core/plan/plan_warnings.h"

namespace halftone {
namespace {

Result<Plan> decidePlan(const Model& model, const PlanRequest& request) {
  Plan plan;
  plan.preset = request.preset;
  plan.effort = request.effort;
  plan.backend = request.backend;

  // What is left out, and what later layers are then called.
  HALFTONE_TRY(const Pruning pruning, Pruning::create(model, request.prunedLayers));

  // Every tensor's type; from here on nothing changes it.
  HALFTONE_TRY(PlanDecider decider, PlanDecider::create(model, request, pruning));
  HALFTONE_TRY(plan.entries, decider.decide());

  // The output's keys, its files and their sizes.
  HALFTONE_TRY(plan.metadata, planMetadata(model, request, pruning));
  HALFTONE_TRY_STATUS(layOutPlan(model, request, plan));

  // What a person should hear before the work starts.
  std::vector<std::string> warnings = planWarnings(model, request, plan, decider.unusedOverrides());
  plan.warnings.insert(plan.warnings.end(), std::make_move_iterator(warnings.begin()),
                       std::make_move_iterator(warnings.end()));
  return plan;
}

}  // namespace

Result<Plan> makePlan(const Model& model, const PlanRequest& request) {
  return withinMemory("planning", [&] { return decidePlan(model, request); });
}

const PlanEntry* Plan::find(TensorId id) const {
  const auto found = std::lower_bound(entries.begin(), entries.end(), id,
                                      [](const PlanEntry& entry, TensorId wanted) { return entry.tensor < wanted; });
  return found != entries.end() && found->tensor == id ? &*found : nullptr;
}

std::string whyNotType(const TensorInfo& tensor, TensorType type) {
  if (findTensorType(tensor.type) == nullptr)
    return fmt::format("its {} cannot be read here", tensorTypeName(tensor.type));
  if (type == tensor.type) return {};
  if (const std::string_view never = whyNeverQuantized(tensor); !never.empty())
    return fmt::format("it is never quantized: {}", never);
  const TensorTypeInfo* info = findTensorType(type);
  if (!isWeightType(type)) return fmt::format("{} is no type for weights", tensorTypeName(type));
  if (tensor.shape.columns() % info->blockLength != 0)
    return fmt::format("{} columns do not divide into blocks of {}", tensor.shape.columns(), info->blockLength);
  return {};
}

}  // namespace halftone
