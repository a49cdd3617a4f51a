#include "app/views/export/export_check.h"

#include "core/io/atomic_file.h"

namespace halftone::app {

Result<ExportCheck> checkExport(const Model& model, PlanRequest request, const ImportanceMatrix* importance,
                                const ExportWish& wish) {
  request.split = wish.split;
  request.keepSplit = wish.keepSplit;
  HALFTONE_TRY(Plan plan, makePlan(model, request));
  ExportCheck check;
  check.plan = std::make_shared<const Plan>(std::move(plan));
  check.output = wish.output;
  check.backend = request.backend;
  for (std::size_t i = 0; i < check.plan->shards.size(); ++i) {
    const std::filesystem::path file = shardPath(wish.output, i, check.plan->shards.size());
    std::error_code ignored;
    if (std::filesystem::exists(file, ignored)) check.existing.push_back(file);
    check.files.push_back(file);
  }
  const Result<Bytes> space = freeSpace(wish.output);
  if (space) check.freeSpace = *space;
  QuantizeOptions options;
  options.output = wish.output;
  if (const Status status = checkQuantize(model, *check.plan, importance, options); !status)
    check.problem = status.error();
  return check;
}

}  // namespace halftone::app
