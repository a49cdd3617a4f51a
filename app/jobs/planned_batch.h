// PlannedBatch: what one job of measuring the plan still has to measure and what it has measured, shared by the GUI
// thread, which may change its mind, and the worker. Thread-safety: all functions may be called from any thread.
#pragma once

#include <mutex>
#include <optional>
#include <vector>

#include "core/calibration/importance_matrix.h"
#include "core/model/model.h"
#include "core/run/measure.h"

namespace halftone::app {

struct PlannedItem {
  TensorId tensor;
  TensorType type = TensorType::F32;
  Effort effort = Effort::Normal;
  Sampling sampling;
  bool sampled = false;
  bool needError = false;
  bool needSource = false;
  double values = 0;  // that are read: what progress counts
};

struct PlannedFigures {
  PlannedItem item;
  std::optional<ErrorMetrics> error;
  std::optional<SourceStatistics> source;
  std::optional<Error> failure;
};

class PlannedBatch {
 public:
  explicit PlannedBatch(std::vector<PlannedItem> items);

  // The worker: measures one item after the other until none is left. The error is Cancelled or nothing; what else
  // goes wrong is told by the figures.
  // `importance` and `gate` may be null.
  Result<bool> run(const Model& model, const ImportanceMatrix* importance, BackendGate* gate, const Job& job);

  // What was measured since the last call.
  std::vector<PlannedFigures> take();
  // The item being measured.
  std::optional<PlannedItem> current() const;
  // Replaces what waits; the item being measured goes on. A batch that has ended already stays ended.
  void replace(std::vector<PlannedItem> items);

 private:
  std::optional<PlannedItem> next(double& fractionBefore, double& fractionAfter);

  mutable std::mutex m_mutex;
  std::vector<PlannedItem> m_waiting;  // the next one last
  std::optional<PlannedItem> m_current;
  std::vector<PlannedFigures> m_measured;
  double m_doneValues = 0;
  double m_fraction = 0;  // told last; never falls
};

}  // namespace halftone::app
