#include "app/jobs/selection_figures.h"

#include <algorithm>
#include <cmath>

#include "app/jobs/devices.h"
#include "app/jobs/error_text.h"
#include "core/codec/codec.h"

namespace halftone::app {
namespace {

// Values of the whole selection that are encoded, shared among its tensors, and the bounds of one tensor's share.
constexpr std::uint64_t kValues = std::uint64_t{1} << 20;
constexpr std::uint64_t kLeastValues = std::uint64_t{1} << 13;
constexpr std::uint64_t kMostValues = std::uint64_t{1} << 18;

std::uint64_t times(std::uint64_t count, double factor) {
  return static_cast<std::uint64_t>(std::llround(static_cast<double>(count) * factor));
}

// What the sums of a sample stand for.
ErrorSums scaled(ErrorSums sums, double factor) {
  for (double* sum : {&sums.error, &sums.error2, &sums.source2, &sums.decoded2, &sums.product, &sums.weightedError2,
                      &sums.weightedSource2, &sums.signLostEnergy})
    *sum *= factor;
  for (std::uint64_t* count : {&sums.values, &sums.notFinite, &sums.nonZero, &sums.signLost, &sums.signFlipped})
    *count = times(*count, factor);
  return sums;
}

}  // namespace

SelectionFigures::SelectionFigures(ModelDocument& document, JobQueue& jobs, const Devices* devices, QObject* parent)
    : QObject(parent), m_document(document), m_jobs(jobs), m_devices(devices) {}

SelectionFigures::~SelectionFigures() {
  if (m_job) m_job->cancel();
}

void SelectionFigures::drop() {
  m_measured.clear();
  m_failed.clear();
  want({});
}

void SelectionFigures::want(const QList<TensorId>& tensors) {
  if (m_job) m_job->cancel();
  m_job.clear();
  m_tensors = tensors;
  const auto count = static_cast<std::uint64_t>(std::max<qsizetype>(tensors.size(), 1));
  m_sampling = {std::clamp(kValues / count, kLeastValues, kMostValues)};
  measureNext();
  emit changed();
}

void SelectionFigures::measureAgain() {
  m_failed.clear();
  want(m_tensors);
}

// The next tensor that has no figures, or figures of a smaller sample than it gets in this selection.
void SelectionFigures::measureNext() {
  const auto lacks = [this](TensorId id) {
    const auto found = m_measured.find(id);
    if (found == m_measured.end()) return !m_failed.contains(id);
    return found->second.sampled && found->second.sampling.maxValues < m_sampling.maxValues && !m_failed.contains(id);
  };
  const auto next = std::find_if(m_tensors.begin(), m_tensors.end(), lacks);
  if (next == m_tensors.end() || !m_document.model()) return;
  std::vector<TensorType> types = encodableTypes();
  const TensorInfo& tensor = m_document.model()->tensor(*next);
  std::erase_if(types, [&tensor](TensorType type) { return !whyNotType(tensor, type).empty(); });
  const auto work = [model = m_document.model(), importance = m_document.importance(), id = *next, types,
                     sampling = m_sampling, effort = m_document.request().effort,
                     device = activeDevice(m_devices)](const Job& job) {
    return measureCandidates(*model, id, types, importance.get(), sampling, job, effort, gateOf(device));
  };
  const auto finish = [this, id = *next, sampling = m_sampling](Result<std::vector<CandidateMetrics>> candidates) {
    if (!candidates && candidates.error().code == ErrorCode::Cancelled) return;
    m_job.clear();
    if (candidates)
      keep(id, sampling, *candidates);
    else
      m_failed[id] = errorText(candidates.error());
    measureNext();
    emit changed();
  };
  m_job = m_jobs.run<std::vector<CandidateMetrics>>(JobQueue::Lane::Interactive, tr("Compare types"), false, this, work,
                                                    finish);
}

void SelectionFigures::keep(TensorId tensor, Sampling sampling, const std::vector<CandidateMetrics>& candidates) {
  Measured measured{sampling, false, {}};
  const double elements = static_cast<double>(m_document.model()->tensor(tensor).shape.elements());
  for (const CandidateMetrics& candidate : candidates) {
    const double seen = static_cast<double>(candidate.sums.values + candidate.sums.notFinite);
    measured.sums[candidate.type] = scaled(candidate.sums, seen > 0 ? elements / seen : 1);
    measured.sampled = measured.sampled || candidate.error.sampled;
  }
  m_measured[tensor] = std::move(measured);
}

std::optional<ErrorMetrics> SelectionFigures::error(TensorType type) const {
  ErrorSums sums;
  bool sampled = false;
  for (const TensorId id : m_tensors) {
    const auto measured = m_measured.find(id);
    if (measured == m_measured.end()) return std::nullopt;
    const auto found = measured->second.sums.find(type);
    if (found == measured->second.sums.end()) continue;  // it keeps what it has
    sums.merge(found->second);
    sampled = sampled || measured->second.sampled;
  }
  if (sums.values + sums.notFinite == 0) return std::nullopt;
  ErrorMetrics metrics = sums.metrics();
  metrics.sampled = sampled;
  return metrics;
}

int SelectionFigures::measured() const {
  return static_cast<int>(
      std::count_if(m_tensors.begin(), m_tensors.end(), [this](TensorId id) { return m_measured.contains(id); }));
}

QString SelectionFigures::failure() const {
  for (const TensorId id : m_tensors)
    if (const auto found = m_failed.find(id); found != m_failed.end()) return found->second;
  return {};
}

}  // namespace halftone::app
