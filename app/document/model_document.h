// ModelDocument: one opened model, what is wished for it (a PlanRequest), the plan that follows, and the undo stack.
// Only commands (app/commands) change the request; everything else listens to the typed signals.
// Thread-safety: GUI thread only. The Model and the ImportanceMatrix are immutable and shared with jobs.
#pragma once

#include <QList>
#include <QObject>
#include <QUndoStack>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/calibration/importance_matrix.h"
#include "core/model/model.h"
#include "core/plan/plan.h"

namespace halftone::app {

class ModelDocument : public QObject {
  Q_OBJECT

 public:
  explicit ModelDocument(QObject* parent = nullptr);

  // Another model, planned as Q4_K_M; clears the undo stack, the selection and the importance matrix. `model` may be
  // null (empty state). Emits modelChanged, then importanceChanged, presetChanged, effortChanged, planChanged and
  // selectionChanged, all after everything is in place.
  void setModel(std::shared_ptr<const Model> model);
  const std::shared_ptr<const Model>& model() const { return m_model; }

  const PlanRequest& request() const { return m_request; }
  const Plan& plan() const { return m_plan; }  // empty without a model, and while planError() is set
  const std::optional<Error>& planError() const { return m_planError; }
  // The plan's decision for one tensor in constant time; null if the plan leaves it out or there is none.
  const PlanEntry* entry(TensorId tensor) const;
  // The type that the tensor will have: planned, or its own while there is no plan. REQUIRES: a tensor of model().
  TensorType typeOf(TensorId tensor) const;
  // The bytes that the tensor will have: planned, or its own while there is no plan. REQUIRES: a tensor of model().
  Bytes bytesOf(TensorId tensor) const;
  bool byHand(TensorId tensor) const { return m_request.byHand.contains(tensor); }
  QUndoStack& undoStack() { return m_undoStack; }

  // The request for another preset on this model with the same options, by hand types left out: what the preset menu
  // plans in a job.
  PlanRequest requestFor(Preset preset) const;
  // Its plan, made here and now. REQUIRES: model().
  Result<Plan> planFor(Preset preset) const;

  // Not undoable: the importance matrix belongs to the document, not to a request on the undo stack. null = none.
  void setImportance(std::shared_ptr<const ImportanceMatrix> importance);
  const std::shared_ptr<const ImportanceMatrix>& importance() const { return m_importance; }

  // The selection is not undoable. Ids are kept sorted and unique, ids that model() does not have are
  // dropped; the current tensor is the one the inspector shows.
  void select(QList<TensorId> tensors, std::optional<TensorId> current);
  const QList<TensorId>& selection() const { return m_selection; }
  std::optional<TensorId> current() const { return m_current; }

  // A number that commands of one gesture share, so that they merge into one undo step. Never 0.
  int newGesture() { return ++m_lastGesture; }

 signals:
  void modelChanged();
  void planChanged(const QList<halftone::TensorId>& tensors);  // whose type, or the reason for it, changed
  void presetChanged();
  void effortChanged();  // then planChanged, with no tensors if nothing else changed
  void importanceChanged();
  void selectionChanged();

 private:
  friend class ChangeRequest;  // the one command that swaps m_request; see app/commands
  void applyRequest(PlanRequest request);
  QList<TensorId> replan();

  std::shared_ptr<const Model> m_model;
  std::shared_ptr<const ImportanceMatrix> m_importance;
  std::optional<ImportanceSummary> m_importanceSummary;
  PlanRequest m_request;
  Plan m_plan;
  std::vector<std::int32_t> m_entryOfTensor;  // index into m_plan.entries, or -1
  std::optional<Error> m_planError;
  QUndoStack m_undoStack;
  QList<TensorId> m_selection;
  std::optional<TensorId> m_current;
  int m_lastGesture = 0;
};

}  // namespace halftone::app
