// ModelDocument: one opened model, what is wished for it (a PlanRequest), the plan that follows, and the undo stack.
// Only commands (app/commands) change the request; everything else listens to the typed signals.
// Thread-safety: GUI thread only. The Model and the ImportanceMatrix are immutable and shared with jobs.
#pragma once

#include <QList>
#include <QObject>
#include <QUndoStack>
#include <memory>
#include <optional>

#include "core/calibration/importance_matrix.h"
#include "core/model/model.h"
#include "core/plan/plan.h"

namespace halftone::app {

class ModelDocument : public QObject {
  Q_OBJECT

 public:
  explicit ModelDocument(QObject* parent = nullptr);

  // Another model; clears the undo stack, the selection and the importance matrix. `model` may be null (empty state).
  void setModel(std::shared_ptr<const Model> model);
  const std::shared_ptr<const Model>& model() const { return m_model; }

  const PlanRequest& request() const { return m_request; }
  const Plan& plan() const { return m_plan; }  // empty without a model
  const std::optional<Error>& planError() const { return m_planError; }
  QUndoStack& undoStack() { return m_undoStack; }

  // The plan for another preset on this model and the same options, by hand types left out: for sizes in the preset
  // menu.
  Result<Plan> planFor(Preset preset) const;

  void setImportance(std::shared_ptr<const ImportanceMatrix> importance);  // null = none
  const std::shared_ptr<const ImportanceMatrix>& importance() const { return m_importance; }

  // The selection is not undoable. Ids are kept sorted and unique; the current tensor is the one the inspector shows.
  void select(QList<TensorId> tensors, std::optional<TensorId> current);
  const QList<TensorId>& selection() const { return m_selection; }
  std::optional<TensorId> current() const { return m_current; }

 signals:
  void modelChanged();
  void planChanged(const QList<halftone::TensorId>& tensors);  // whose type changed
  void presetChanged();
  void importanceChanged();
  void selectionChanged();

 private:
  friend class ChangeRequest;  // the one command that swaps m_request; see app/commands
  void applyRequest(PlanRequest request);

  std::shared_ptr<const Model> m_model;
  std::shared_ptr<const ImportanceMatrix> m_importance;
  PlanRequest m_request;
  Plan m_plan;
  std::optional<Error> m_planError;
  QUndoStack m_undoStack;
  QList<TensorId> m_selection;
  std::optional<TensorId> m_current;
};

}  // namespace halftone::app
