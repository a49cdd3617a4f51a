#include "app/jobs/planned_batch.h"

#include <algorithm>
#include <utility>

namespace halftone::app {

namespace {

PlannedFigures measure(const Model& model, const ImportanceMatrix* importance, const PlannedItem& item,
                       BackendGate* gate, const Job& job) {
  PlannedFigures figures;
  figures.item = item;
  if (item.needSource) {
    Result<SourceStatistics> source =
        measureSource(model, item.tensor, item.sampling, job.part(0, item.needError ? 0.2 : 1));
    if (source)
      figures.source = std::move(*source);
    else
      figures.failure = source.error();
  }
  if (item.needError && !figures.failure) {
    const Result<std::vector<CandidateMetrics>> error = measureCandidates(
        model, item.tensor, {&item.type, 1}, importance, item.sampling, job.part(0.2, 1), item.effort, gate);
    if (!error)
      figures.failure = error.error();
    else if (!error->empty())
      figures.error = error->front().error;
  }
  return figures;
}

}  // namespace

PlannedBatch::PlannedBatch(std::vector<PlannedItem> items) { replace(std::move(items)); }

Result<bool> PlannedBatch::run(const Model& model, const ImportanceMatrix* importance, BackendGate* gate,
                               const Job& job) {
  double from = 0;
  double to = 0;
  while (const std::optional<PlannedItem> item = next(from, to)) {
    PlannedFigures figures = measure(model, importance, *item, gate, job.part(from, to));
    if (job.cancelled() || (figures.failure && figures.failure->code == ErrorCode::Cancelled))
      return failure(Job::cancelledError("measuring the plan"));
    {
      const std::lock_guard lock(m_mutex);
      m_measured.push_back(std::move(figures));
      m_doneValues += item->values;
      m_current.reset();
    }
    job.report(to);
  }
  return true;
}

std::vector<PlannedFigures> PlannedBatch::take() {
  const std::lock_guard lock(m_mutex);
  return std::exchange(m_measured, {});
}

std::optional<PlannedItem> PlannedBatch::current() const {
  const std::lock_guard lock(m_mutex);
  return m_current;
}

void PlannedBatch::replace(std::vector<PlannedItem> items) {
  std::reverse(items.begin(), items.end());
  const std::lock_guard lock(m_mutex);
  m_waiting = std::move(items);
}

std::optional<PlannedItem> PlannedBatch::next(double& fractionBefore, double& fractionAfter) {
  const std::lock_guard lock(m_mutex);
  if (m_waiting.empty()) return std::nullopt;
  double all = m_doneValues;
  for (const PlannedItem& item : m_waiting) all += item.values;
  m_current = m_waiting.back();
  m_waiting.pop_back();
  fractionBefore = m_fraction;
  m_fraction = std::max(m_fraction, all > 0 ? (m_doneValues + m_current->values) / all : 0);
  fractionAfter = std::min(1.0, m_fraction);
  return m_current;
}

}  // namespace halftone::app
