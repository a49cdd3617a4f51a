// From planning options to a plan of an opened model.
// Thread-safety: all functions may run on any thread.
#pragma once

#include <optional>

#include "app/cli/commands.h"
#include "core/base/result.h"
#include "core/calibration/importance_matrix.h"
#include "core/model/model.h"
#include "core/plan/plan.h"
#include "core/run/backend.h"

namespace halftone::cli {

struct PlannedModel {
  std::shared_ptr<const Model> model;
  std::optional<ImportanceMatrix> importance;
  Plan plan;
};

// Opens the model, its importance matrix and the file of tensor types, and plans. Errors: those of each.
// `backend` may be null; see makePlanWith.
Result<PlannedModel> planModel(const std::filesystem::path& file, const PlanningOptions& options,
                               const Backend* backend = nullptr);

// The importance matrix in `path`, checked against the model; nothing without a path.
Result<std::optional<ImportanceMatrix>> readImportance(const std::optional<std::filesystem::path>& path,
                                                       const Model& model);

}  // namespace halftone::cli
