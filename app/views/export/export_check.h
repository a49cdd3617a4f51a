// Everything about an export that is known before it starts: its plan, files, size, space, and what stands in the way.
// Thread-safety: checkExport may run on any thread; it reads the folder and makes the plan.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/job.h"
#include "core/calibration/importance_matrix.h"
#include "core/model/model.h"
#include "core/plan/plan.h"
#include "core/run/quantize.h"

namespace halftone::app {

struct ExportWish {
  std::filesystem::path output;
  SplitLimit split;
  bool keepSplit = false;
};

struct ExportCheck {
  std::shared_ptr<const Plan> plan;
  std::filesystem::path output;
  std::vector<std::filesystem::path> files;     // what will be written
  std::vector<std::filesystem::path> existing;  // of those, what is there already
  std::optional<Bytes> freeSpace;
  std::optional<Error> problem;  // why the run would be refused; nothing = it may start
};

// Plans `request` with the wish's split and checks it. `importance` and `backend` may be null. Errors: as makePlan.
Result<ExportCheck> checkExport(const Model& model, PlanRequest request, const ImportanceMatrix* importance,
                                const ExportWish& wish, const Backend* backend = nullptr);

}  // namespace halftone::app
