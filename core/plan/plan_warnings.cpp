#include "core/plan/plan_warnings.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"

namespace halftone {
namespace {

std::string tensors(std::size_t count) { return count == 1 ? "1 tensor" : fmt::format("{} tensors", count); }

void warnFallbacks(const Plan& plan, std::vector<std::string>& warnings) {
  if (plan.fallbacks == 0) return;
  warnings.push_back(
      fmt::format("{} of {} cannot have the type wanted because rows do not divide into its blocks; "
                  "other types take their place and add {}.",
                  plan.fallbacks, tensors(plan.entries.size()), formatBytes(plan.fallbackBytes)));
}

void warnNeedsImportance(const Plan& plan, std::vector<std::string>& warnings) {
  if (plan.needsImportance == 0) return;
  const auto first = std::find_if(plan.entries.begin(), plan.entries.end(),
                                  [](const PlanEntry& entry) { return entry.needsImportance; });
  const bool one = plan.needsImportance == 1;
  warnings.push_back(
      fmt::format("{} {} so small that an importance matrix is needed for good results, and there is none for {} "
                  "({}{}, {}); every column counts the same.",
                  tensors(plan.needsImportance), one ? "becomes" : "become", one ? "it" : "them",
                  one ? "" : "the first is ", first->name, tensorTypeName(first->type)));
}

// Entries that are encoded without importance although a matrix is given. Embeddings are not measured by calibration.
void warnImportanceGaps(const Model& model, const PlanRequest& request, const Plan& plan,
                        std::vector<std::string>& warnings) {
  if (!request.importance) return;
  std::size_t missing = 0;
  const PlanEntry* first = nullptr;
  for (const PlanEntry& entry : plan.entries) {
    const Role role = model.tensor(entry.tensor).role;
    if (entry.hasImportance || entry.type == entry.sourceType || !findTensorType(entry.type)->quantized) continue;
    if (role == Role::TokenEmbedding || role == Role::Output) continue;
    if (missing++ == 0) first = &entry;
  }
  if (missing != 0)
    warnings.push_back(
        fmt::format("The importance matrix has no entry for {} (the first is {}); every column of them "
                    "counts the same.",
                    tensors(missing), first->name));
}

}  // namespace

std::vector<std::string> planWarnings(const Model& model, const PlanRequest& request, const Plan& plan,
                                      std::span<const std::size_t> unusedOverrides) {
  std::vector<std::string> warnings;
  warnFallbacks(plan, warnings);
  warnNeedsImportance(plan, warnings);
  warnImportanceGaps(model, request, plan, warnings);
  for (const std::size_t unused : unusedOverrides)
    warnings.push_back(
        fmt::format("The override \"{}={}\" decides no tensor: nothing that may be quantized matches it, "
                    "or something else decides what does.",
                    request.overrides[unused].pattern, tensorTypeName(request.overrides[unused].type)));
  const bool hasOutput = std::any_of(model.tensors().begin(), model.tensors().end(),
                                     [](const TensorInfo& tensor) { return tensor.role == Role::Output; });
  if (!hasOutput && request.leaveOutput)
    warnings.push_back(
        "The model has no output tensor of its own, so leaving it as it is has no effect; its token "
        "embedding serves as output.");
  return warnings;
}

}  // namespace halftone
