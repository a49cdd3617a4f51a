#include "core/plan/plan_layout.h"

#include <fmt/format.h>

#include "core/plan/fallback.h"

namespace halftone {
namespace {

void countEntries(Plan& plan) {
  for (const PlanEntry& entry : plan.entries) {
    plan.totalBytes += entry.bytes;
    plan.weights += entry.shape.elements();
    if (entry.needsImportance) ++plan.needsImportance;
    if (!entry.wanted) continue;
    ++plan.fallbacks;
    plan.fallbackBytes += fallbackCost(*entry.wanted, entry.type, entry.shape.elements());
  }
}

std::vector<GgufLayout> shardsOf(const Model& model, const PlanRequest& request, const Plan& plan) {
  GgufLayout layout;
  layout.metadata = plan.metadata;
  layout.alignment = model.alignment();
  layout.tensors.reserve(plan.entries.size());
  for (const PlanEntry& entry : plan.entries) layout.tensors.push_back({entry.name, entry.shape, entry.type});
  if (!request.keepSplit) return splitLayout(std::move(layout), request.split);
  if (model.files().size() < 2) return splitLayout(std::move(layout), SplitLimit{});
  std::vector<std::size_t> perShard(model.files().size(), 0);
  for (const PlanEntry& entry : plan.entries) ++perShard[model.tensor(entry.tensor).file];
  return splitLayout(std::move(layout), perShard);
}

}  // namespace

Status layOutPlan(const Model& model, const PlanRequest& request, Plan& plan) {
  countEntries(plan);
  plan.shards = shardsOf(model, request, plan);
  if (plan.shards.size() > kMostGgufShards)
    return failure({ErrorCode::InvalidArgument, "splitting the output", fmt::format("{} shards", plan.shards.size()),
                    fmt::format("a model can have at most {}", kMostGgufShards), "Allow larger shards"});
  for (const GgufLayout& shard : plan.shards) {
    const Result<Bytes> size = ggufFileSize(shard);
    if (size) {
      plan.fileBytes += *size;
      continue;
    }
    if (model.format() == ModelFormat::Gguf) return failure(size.error());
    // Not every model of another format fits GGUF's names and types; it can be looked at and planned all the same.
    plan.fileBytes = plan.totalBytes;
    plan.warnings.push_back(fmt::format("The file's size is only that of its tensors: {}", size.error().message()));
    break;
  }
  return {};
}

}  // namespace halftone
