#include "app/views/export/export_check.h"

#include "core/io/atomic_file.h"
#include "core/run/backend_plan.h"

namespace halftone::app {

Result<ExportCheck> checkExport(const Model& model, PlanRequest request, const ImportanceMatrix* importance,
                                const ExportWish& wish, const Backend* backend) {
  request.split = wish.split;
  request.keepSplit = wish.keepSplit;
  HALFTONE_TRY(Plan plan, makePlanWith(model, request, backend));
  ExportCheck check;
  check.plan = std::make_shared<const Plan>(std::move(plan));
  check.output = wish.output;
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
