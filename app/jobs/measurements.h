// Measurements: every measured number of the open model, filled by background jobs; views ask and listen.
// Keyed by tensor and type; sampled figures come first (ErrorMetrics::sampled, shown with ≈), exact ones replace them.
// Thread-safety: GUI thread only.
#pragma once

#include <QObject>
#include <functional>
#include <memory>

#include "app/document/model_document.h"
#include "app/jobs/job_queue.h"
#include "core/analysis/tensor_analysis.h"

namespace halftone::app {

class Measurements : public QObject {
  Q_OBJECT

 public:
  Measurements(ModelDocument& document, JobQueue& jobs, QObject* parent = nullptr);
  ~Measurements() override;

  const ErrorMetrics* error(TensorId tensor, TensorType type) const;  // null = not measured yet
  const SourceStatistics* source(TensorId tensor) const;
  // All candidate types of the tensor measured so far, for the candidate table.
  std::shared_ptr<const TensorAnalysis> analysis(TensorId tensor, TensorType type) const;  // null = not there yet

  // Keeps error() of the planned type (and source()) of every tensor coming, sampled first, then exact: the map's
  // lenses.
  void wantPlanned(bool wanted);
  // Asks for all candidates of one tensor, sampled first; cancels an earlier request that is not finished.
  void wantCandidates(TensorId tensor);
  // Asks for the full analysis under `type`; cancels an earlier unfinished one.
  void wantAnalysis(TensorId tensor, TensorType type);

 signals:
  void errorMeasured(halftone::TensorId tensor, halftone::TensorType type);
  void sourceMeasured(halftone::TensorId tensor);
  void analysisReady(halftone::TensorId tensor, halftone::TensorType type);
  void failed(const QString& message);

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace halftone::app
