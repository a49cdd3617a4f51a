// Measurements: every measured number of the open model, filled by background jobs; views ask and listen.
// Keyed by tensor, type and the encoders' effort; sampled figures come first (ErrorMetrics::sampled, shown with ≈),
// exact ones replace them. What is told is of the document's effort. A figure stays valid when the plan changes;
// another model or importance matrix drops what it makes untrue, and results of jobs that were asked for before that
// never arrive. With another model, importance matrix or effort, candidates and analyses are to be asked for again.
// Thread-safety: GUI thread only.
#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <optional>

#include "app/document/model_document.h"
#include "app/jobs/job_queue.h"
#include "core/analysis/tensor_analysis.h"

namespace halftone::app {

struct PlannedItem;
class Devices;
class SelectionFigures;

// How far the figures of the planned types are.
struct PlannedProgress {
  int tensors = 0;   // of the model
  int measured = 0;  // with a figure, sampled or exact, or none to be had
  int exact = 0;     // with an exact one, or none to be had
  int failed = 0;    // lacking a figure that could not be measured
};

class Measurements : public QObject {
  Q_OBJECT

 public:
  // REQUIRES: the document, the jobs and the devices (null: the CPU alone) outlive the measurements.
  Measurements(ModelDocument& document, JobQueue& jobs, const Devices* devices = nullptr, QObject* parent = nullptr);
  ~Measurements() override;

  // The pointers are valid until the next turn of the event loop.
  const ErrorMetrics* error(TensorId tensor, TensorType type) const;  // null = not measured yet
  const SourceStatistics* source(TensorId tensor) const;              // null = not measured yet
  // Whether measuring it was tried and failed: there will be no figure, or no exact one.
  bool errorFailed(TensorId tensor, TensorType type) const;
  bool sourceFailed(TensorId tensor) const;
  // The full analysis, for the plots. The latest few are kept. null = not there yet.
  std::shared_ptr<const TensorAnalysis> analysis(TensorId tensor, TensorType type) const;

  // Keeps error() of the planned type and source() of every tensor coming, sampled first, then exact: the map's
  // lenses. A change of the plan measures only the tensors that it changed. It is one visible job; cancelled, it stays
  // so until the plan changes or wantExactPlanned() is called. While an export runs, it waits.
  void wantPlanned(bool wanted);
  // Whether exact figures follow the sampled ones; on at first.
  void wantExactPlanned(bool wanted);
  PlannedProgress plannedProgress() const;
  // Asks for all types that the tensor can be encoded as, sampled first; cancels an earlier request that is not
  // finished.
  void wantCandidates(TensorId tensor);
  // The same for a selection: of several tensors the figures are those of all together, on a sample of each.
  // Where nothing is selected, no analysis is wanted either.
  void wantCandidates(const QList<TensorId>& tensors);
  const SelectionFigures& together() const { return *m_together; }
  // Why the candidates asked for last could not be measured, in words; empty if they could, or are on their way.
  QString candidatesFailure() const;
  // Tries everything again that failed: candidates, the analysis and the plan.
  void measureAgain();
  // Asks for the full analysis under `type`, sampled first; cancels an earlier unfinished one.
  void wantAnalysis(TensorId tensor, TensorType type);
  // How far the analysis asked for last is, 0…1; nothing while none is running or waiting.
  std::optional<double> analysisFraction() const;
  // Why the analysis asked for last failed, in words; empty if it did not.
  const QString& analysisFailure() const;

 signals:
  void errorMeasured(halftone::TensorId tensor, halftone::TensorType type);
  void sourceMeasured(halftone::TensorId tensor);
  void failedChanged(halftone::TensorId tensor);  // errorFailed() or sourceFailed() of the tensor
  void analysisReady(halftone::TensorId tensor, halftone::TensorType type);
  void togetherMeasured();  // figures of several tensors, or how far they are
  void failureChanged();    // candidatesFailure() or analysisFailure()
  void plannedProgressed();
  void failed(const QString& message);  // each message once per model

 private:
  struct State;
  Effort effort() const { return m_document.request().effort; }
  void dropAll();
  void dropErrors();
  void dropRequests();
  void followPlan();
  void resumePlanned();
  void followExports();
  std::vector<PlannedItem> missingPlanned();
  void measurePlanned(std::vector<PlannedItem> items);
  void keepPlanned();
  void dropPlanned();
  void candidatesSampled(TensorId tensor);
  void candidatesFailed(const Error& error);
  void nextExactCandidate(TensorId tensor);
  void analyze(TensorId tensor, TensorType type, bool sampled);
  void keepFailure(TensorId tensor, TensorType type, Effort effort);
  void keepError(TensorId tensor, TensorType type, Effort effort, const ErrorMetrics& metrics);
  void keepSource(TensorId tensor, const SourceStatistics& statistics);
  void keepAnalysis(TensorId tensor, TensorType type, Effort effort, TensorAnalysis analysis);
  void tellFailure(const Error& error);

  ModelDocument& m_document;
  JobQueue& m_jobs;
  const Devices* m_devices;
  std::unique_ptr<State> m_state;
  SelectionFigures* m_together;
};

}  // namespace halftone::app
