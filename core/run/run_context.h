// What every pass of a run needs to know.
// Thread-safety: a view; what it names outlives the run.
#pragma once

#include "core/base/job.h"
#include "core/calibration/importance_matrix.h"
#include "core/model/model.h"
#include "core/plan/plan.h"
#include "core/run/progress_meter.h"
#include "core/run/quantize.h"
#include "core/run/run_observer.h"

namespace halftone {

struct RunContext {
  const Model& model;
  const Plan& plan;
  const ImportanceMatrix* importance;  // may be null
  const QuantizeOptions& options;
  RunObserver& observer;
  const Job& job;
  ProgressMeter& meter;
};

}  // namespace halftone
