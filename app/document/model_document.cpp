#include "app/document/model_document.h"

#include <algorithm>
#include <utility>

#include "core/run/importance_summary.h"

namespace halftone::app {

namespace {

// Steps kept: each holds a whole request, whose largest part is one map entry per tensor changed by hand.
constexpr int kUndoLimit = 200;

bool sameDecision(const PlanEntry* a, const PlanEntry* b) {
  if (a == nullptr || b == nullptr) return a == b;
  return a->type == b->type && a->kind == b->kind && a->needsImportance == b->needsImportance &&
         a->hasImportance == b->hasImportance && a->reason == b->reason;
}

}  // namespace

ModelDocument::ModelDocument(QObject* parent) : QObject(parent) { m_undoStack.setUndoLimit(kUndoLimit); }

void ModelDocument::setModel(std::shared_ptr<const Model> model) {
  m_model = std::move(model);
  m_importance.reset();
  m_importanceSummary.reset();
  m_request = PlanRequest();
  m_selection.clear();
  m_current.reset();
  m_undoStack.clear();
  const QList<TensorId> changed = replan();
  emit modelChanged();
  emit importanceChanged();
  emit presetChanged();
  emit effortChanged();
  emit planChanged(changed);
  emit selectionChanged();
}

const PlanEntry* ModelDocument::entry(TensorId tensor) const {
  if (tensor.index() >= m_entryOfTensor.size()) return nullptr;
  const std::int32_t position = m_entryOfTensor[tensor.index()];
  return position < 0 ? nullptr : &m_plan.entries[static_cast<std::size_t>(position)];
}

TensorType ModelDocument::typeOf(TensorId tensor) const {
  const PlanEntry* planned = entry(tensor);
  return planned != nullptr ? planned->type : m_model->tensor(tensor).type;
}

Bytes ModelDocument::bytesOf(TensorId tensor) const {
  const PlanEntry* planned = entry(tensor);
  return planned != nullptr ? planned->bytes : m_model->tensor(tensor).bytes;
}

PlanRequest ModelDocument::requestFor(Preset preset) const {
  PlanRequest request = m_request;
  request.preset = preset;
  request.byHand.clear();
  return request;
}

Result<Plan> ModelDocument::planFor(Preset preset) const { return makePlan(*m_model, requestFor(preset)); }

void ModelDocument::setImportance(std::shared_ptr<const ImportanceMatrix> importance) {
  m_importance = std::move(importance);
  m_importanceSummary.reset();
  if (m_importance) m_importanceSummary = summarizeImportance(*m_importance);
  m_request.importance = m_importanceSummary;
  const QList<TensorId> changed = replan();
  emit importanceChanged();
  emit planChanged(changed);
}

void ModelDocument::select(QList<TensorId> tensors, std::optional<TensorId> current) {
  const std::size_t count = m_model ? m_model->tensors().size() : 0;
  tensors.removeIf([count](TensorId id) { return id.index() >= count; });
  if (current && current->index() >= count) current.reset();
  std::sort(tensors.begin(), tensors.end());
  tensors.erase(std::unique(tensors.begin(), tensors.end()), tensors.end());
  if (tensors == m_selection && current == m_current) return;
  m_selection = std::move(tensors);
  m_current = current;
  emit selectionChanged();
}

void ModelDocument::applyRequest(PlanRequest request) {
  const bool otherPreset = request.preset != m_request.preset;
  const bool otherEffort = request.effort != m_request.effort;
  m_request = std::move(request);
  m_request.importance = m_importanceSummary;
  const QList<TensorId> changed = replan();
  if (otherPreset) emit presetChanged();
  if (otherEffort) emit effortChanged();
  emit planChanged(changed);
}

// Makes the plan that follows from m_request and returns the tensors for which something changed.
QList<TensorId> ModelDocument::replan() {
  const Plan before = std::exchange(m_plan, Plan());
  const std::vector<std::int32_t> entriesBefore = std::exchange(m_entryOfTensor, {});
  m_planError.reset();
  if (!m_model) return {};

  m_entryOfTensor.assign(m_model->tensors().size(), -1);
  Result<Plan> planned = makePlan(*m_model, m_request);
  if (planned) {
    m_plan = std::move(*planned);
    for (std::size_t i = 0; i < m_plan.entries.size(); ++i)
      m_entryOfTensor[m_plan.entries[i].tensor.index()] = static_cast<std::int32_t>(i);
  } else {
    m_planError = planned.error();
    m_plan.preset = m_request.preset;
    m_plan.effort = m_request.effort;
  }

  QList<TensorId> changed;
  for (const TensorInfo& tensor : m_model->tensors()) {
    const std::size_t index = tensor.id.index();
    const std::int32_t old = index < entriesBefore.size() ? entriesBefore[index] : -1;
    const PlanEntry* oldEntry = old < 0 ? nullptr : &before.entries[static_cast<std::size_t>(old)];
    if (!sameDecision(oldEntry, entry(tensor.id))) changed.append(tensor.id);
  }
  return changed;
}

}  // namespace halftone::app
