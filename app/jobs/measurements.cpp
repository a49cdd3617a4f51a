#include "app/jobs/measurements.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "app/jobs/devices.h"
#include "app/jobs/error_text.h"
#include "app/jobs/planned_batch.h"
#include "app/jobs/selection_figures.h"
#include "core/codec/codec.h"
#include "core/run/measure.h"

namespace halftone::app {

namespace {

// A quarter of a million values tell SQNR to a few hundredths of a decibel, and take milliseconds.
constexpr Sampling kSampled{1u << 18};
constexpr Sampling kExact{0};
// An analysis of a wide tensor holds peaks of every row and column, so only the latest are kept.
constexpr std::size_t kKeptAnalyses = 24;

// What an encoding's figures are for.
struct Key {
  TensorId tensor;
  TensorType type = TensorType::F32;
  Effort effort = Effort::Normal;

  friend bool operator==(const Key&, const Key&) = default;
  friend bool operator<(const Key& a, const Key& b) {
    return std::tie(a.tensor, a.type, a.effort) < std::tie(b.tensor, b.type, b.effort);
  }
};

ErrorMetrics unchanged(std::uint64_t values) {
  ErrorMetrics metrics;
  metrics.values = values;
  metrics.sqnrDb = std::numeric_limits<double>::infinity();
  return metrics;
}

void cancelJob(QPointer<JobHandle>& job) {
  if (job) job->cancel();
  job.clear();
}

}  // namespace

struct Measurements::State {
  struct Analysed {
    Key key;
    std::shared_ptr<const TensorAnalysis> analysis;
  };
  std::map<Key, ErrorMetrics> errors;
  std::map<TensorId, SourceStatistics> sources;
  std::deque<Analysed> analyses;  // latest first
  std::set<Key> unmeasurable;     // asked for, and failed
  std::set<TensorId> unmeasurableSource;
  std::set<std::string> toldFailures;
  bool wantPlanned = false;
  bool wantExact = true;
  bool stopped = false;    // cancelled in the jobs bar, until the plan or the lens changes
  bool exporting = false;  // measuring waits
  QPointer<JobHandle> plannedJob;
  std::shared_ptr<PlannedBatch> batch;  // of plannedJob
  QPointer<JobHandle> candidatesJob;
  std::optional<TensorId> candidatesOf;
  QString candidatesFailure;
  QPointer<JobHandle> analysisJob;
  std::optional<Key> analysisOf;
  QString analysisFailure;
};

Measurements::Measurements(ModelDocument& document, JobQueue& jobs, const Devices* devices, QObject* parent)
    : QObject(parent),
      m_document(document),
      m_jobs(jobs),
      m_devices(devices),
      m_state(std::make_unique<State>()),
      m_together(new SelectionFigures(document, jobs, devices, this)) {
  connect(m_together, &SelectionFigures::changed, this, [this] {
    emit togetherMeasured();
    if (!m_together->failure().isEmpty()) emit failureChanged();
  });
  connect(&document, &ModelDocument::modelChanged, this, &Measurements::dropAll);
  connect(&document, &ModelDocument::importanceChanged, this, &Measurements::dropErrors);
  connect(&document, &ModelDocument::effortChanged, this, &Measurements::dropRequests);
  connect(&document, &ModelDocument::planChanged, this, &Measurements::resumePlanned);
  connect(&jobs, &JobQueue::jobAdded, this, &Measurements::followExports);
  connect(&jobs, &JobQueue::jobRemoved, this, &Measurements::followExports);
}

Measurements::~Measurements() {
  dropPlanned();
  cancelJob(m_state->candidatesJob);
  cancelJob(m_state->analysisJob);
}

const ErrorMetrics* Measurements::error(TensorId tensor, TensorType type) const {
  const auto found = m_state->errors.find({tensor, type, effort()});
  return found == m_state->errors.end() ? nullptr : &found->second;
}

bool Measurements::errorFailed(TensorId tensor, TensorType type) const {
  return m_state->unmeasurable.contains({tensor, type, effort()});
}

bool Measurements::sourceFailed(TensorId tensor) const { return m_state->unmeasurableSource.contains(tensor); }

const SourceStatistics* Measurements::source(TensorId tensor) const {
  const auto found = m_state->sources.find(tensor);
  return found == m_state->sources.end() ? nullptr : &found->second;
}

std::shared_ptr<const TensorAnalysis> Measurements::analysis(TensorId tensor, TensorType type) const {
  for (const State::Analysed& kept : m_state->analyses)
    if (kept.key == Key{tensor, type, effort()}) return kept.analysis;
  return nullptr;
}

void Measurements::dropAll() {
  m_state->sources.clear();
  m_state->unmeasurableSource.clear();
  m_state->toldFailures.clear();
  dropErrors();
}

// The importance matrix steers the encoders, so every error is another one; the source's statistics stay.
void Measurements::dropErrors() {
  dropPlanned();
  m_state->errors.clear();
  m_state->analyses.clear();
  m_state->unmeasurable.clear();
  dropRequests();
  resumePlanned();
}

// What was asked for is not wanted any more as it was asked for: views ask again. Another effort needs no more than
// that, because figures are kept by effort.
void Measurements::dropRequests() {
  cancelJob(m_state->candidatesJob);
  cancelJob(m_state->analysisJob);
  m_together->drop();
  m_state->candidatesOf.reset();
  m_state->candidatesFailure.clear();
  m_state->analysisOf.reset();
  m_state->analysisFailure.clear();
  emit failureChanged();
}

void Measurements::wantPlanned(bool wanted) {
  m_state->wantPlanned = wanted;
  followPlan();
}

void Measurements::wantExactPlanned(bool wanted) {
  m_state->wantExact = wanted;
  resumePlanned();
}

// Another plan or lens: what was cancelled goes on.
void Measurements::resumePlanned() {
  if (m_state->plannedJob && m_state->plannedJob->cancelling()) dropPlanned();
  m_state->stopped = false;
  followPlan();
}

// An export needs the processor and the disk; measuring can wait.
void Measurements::followExports() {
  const bool exporting = m_jobs.busy(JobQueue::Lane::Export);
  if (exporting == m_state->exporting) return;
  m_state->exporting = exporting;
  if (exporting && m_state->plannedJob && m_state->plannedJob->cancelling()) m_state->stopped = true;
  followPlan();
}

// The tensor being measured is given up only if it is not wanted any more, or refined while others have no figure.
void Measurements::followPlan() {
  State& state = *m_state;
  if (state.batch) keepPlanned();
  std::vector<PlannedItem> items;
  if (!state.stopped && !state.exporting) items = missingPlanned();
  if (state.batch) {
    const std::optional<PlannedItem> current = state.batch->current();
    const auto same = [&current](const PlannedItem& item) {
      return item.tensor == current->tensor && item.type == current->type && item.effort == current->effort &&
             item.sampled == current->sampled;
    };
    const auto found = current ? std::find_if(items.begin(), items.end(), same) : items.end();
    if (items.empty() || (current && found == items.end())) {
      dropPlanned();
    } else {
      if (current) items.erase(found);
      state.batch->replace(std::move(items));
      items.clear();
    }
  }
  if (!items.empty()) measurePlanned(std::move(items));
  emit plannedProgressed();
}

PlannedProgress Measurements::plannedProgress() const {
  PlannedProgress progress;
  if (!m_document.model()) return progress;
  for (const TensorInfo& tensor : m_document.model()->tensors()) {
    const TensorType type = m_document.typeOf(tensor.id);
    const ErrorMetrics* metrics = error(tensor.id, type);
    const SourceStatistics* statistics = source(tensor.id);
    const bool noError = errorFailed(tensor.id, type);
    const bool noSource = sourceFailed(tensor.id);
    ++progress.tensors;
    if ((noError && !metrics) || (noSource && !statistics)) ++progress.failed;
    if ((metrics || noError) && (statistics || noSource)) ++progress.measured;
    if (((metrics && !metrics->sampled) || noError) && ((statistics && !statistics->sampled) || noSource))
      ++progress.exact;
  }
  return progress;
}

// What the figures of the plan still lack: every tensor's sample, in the file's order; once those are there and exact
// figures are wanted, these, small tensors first.
std::vector<PlannedItem> Measurements::missingPlanned() {
  if (!m_state->wantPlanned || !m_document.model()) return {};
  std::vector<PlannedItem> samples;
  std::vector<PlannedItem> exact;
  for (const TensorInfo& tensor : m_document.model()->tensors()) {
    const TensorType type = m_document.typeOf(tensor.id);
    const double values = static_cast<double>(tensor.shape.elements());
    if (type == tensor.type && error(tensor.id, type) == nullptr)
      keepError(tensor.id, type, effort(), unchanged(tensor.shape.elements()));
    const ErrorMetrics* metrics = error(tensor.id, type);
    const SourceStatistics* statistics = source(tensor.id);
    const bool noError = errorFailed(tensor.id, type);
    const bool noSource = sourceFailed(tensor.id);
    const bool lacksError = !noError && metrics == nullptr;
    const bool lacksSource = !noSource && statistics == nullptr;
    const bool roughError = !noError && metrics != nullptr && metrics->sampled;
    const bool roughSource = !noSource && statistics != nullptr && statistics->sampled;
    if (lacksError || lacksSource)
      samples.push_back({tensor.id, type, effort(), kSampled, true, lacksError, lacksSource,
                         std::min(values, static_cast<double>(kSampled.maxValues))});
    else if (m_state->wantExact && (roughError || roughSource))
      exact.push_back({tensor.id, type, effort(), kExact, false, roughError, roughSource, values});
  }
  if (!samples.empty()) return samples;
  std::stable_sort(exact.begin(), exact.end(),
                   [](const PlannedItem& a, const PlannedItem& b) { return a.values < b.values; });
  return exact;
}

void Measurements::measurePlanned(std::vector<PlannedItem> items) {
  const auto batch = std::make_shared<PlannedBatch>(std::move(items));
  m_state->batch = batch;
  m_state->plannedJob = m_jobs.run<bool>(
      JobQueue::Lane::Background, tr("Measuring the plan"), true, this,
      [batch, model = m_document.model(), importance = m_document.importance(), device = activeDevice(m_devices)](
          const Job& job) { return batch->run(*model, importance.get(), gateOf(device), job); },
      [this, batch](const Result<bool>& ended) {
        if (m_state->batch != batch) return;  // given up for another one
        keepPlanned();
        m_state->batch.reset();
        m_state->plannedJob.clear();
        m_state->stopped = !ended;
        if (!ended && ended.error().code != ErrorCode::Cancelled) tellFailure(ended.error());
        followPlan();
      });
  connect(m_state->plannedJob.data(), &JobHandle::progressed, this, [this, batch] {
    if (m_state->batch != batch) return;
    keepPlanned();
    emit plannedProgressed();
  });
}

// Takes what the job of the plan has measured so far.
void Measurements::keepPlanned() {
  for (const PlannedFigures& figures : m_state->batch->take()) {
    const PlannedItem& item = figures.item;
    if (figures.source) keepSource(item.tensor, *figures.source);
    if (figures.error) keepError(item.tensor, item.type, item.effort, *figures.error);
    if (item.needError && !figures.error) keepFailure(item.tensor, item.type, item.effort);
    if (item.needSource && !figures.source && m_state->unmeasurableSource.insert(item.tensor).second)
      emit failedChanged(item.tensor);
    if (figures.failure) tellFailure(*figures.failure);
  }
}

void Measurements::dropPlanned() {
  m_state->batch.reset();  // first, so that nothing more is taken from it
  cancelJob(m_state->plannedJob);
}

void Measurements::wantCandidates(TensorId tensor) {
  if (m_state->candidatesOf == tensor && m_state->candidatesJob) return;
  cancelJob(m_state->candidatesJob);
  m_state->candidatesOf = tensor;
  m_state->candidatesFailure.clear();
  emit failureChanged();
  if (m_document.model()) candidatesSampled(tensor);
}

void Measurements::wantCandidates(const QList<TensorId>& tensors) {
  m_together->want(tensors.size() > 1 ? tensors : QList<TensorId>());
  if (tensors.size() == 1) return wantCandidates(tensors.front());
  cancelJob(m_state->candidatesJob);
  m_state->candidatesOf.reset();
  m_state->candidatesFailure.clear();
  if (tensors.isEmpty()) {
    cancelJob(m_state->analysisJob);
    m_state->analysisOf.reset();
    m_state->analysisFailure.clear();
  }
  emit failureChanged();
}

QString Measurements::candidatesFailure() const {
  return m_state->candidatesOf ? m_state->candidatesFailure : m_together->failure();
}

void Measurements::measureAgain() {
  State& state = *m_state;
  std::set<TensorId> failed = std::exchange(state.unmeasurableSource, {});
  for (const Key& key : std::exchange(state.unmeasurable, {})) failed.insert(key.tensor);
  for (const TensorId tensor : failed) emit failedChanged(tensor);
  state.toldFailures.clear();
  const std::optional<TensorId> candidatesOf = std::exchange(state.candidatesOf, std::nullopt);
  if (candidatesOf)
    wantCandidates(*candidatesOf);
  else
    m_together->measureAgain();
  const std::optional<Key> analysisOf = std::exchange(state.analysisOf, std::nullopt);
  if (analysisOf) wantAnalysis(analysisOf->tensor, analysisOf->type);
  resumePlanned();
  emit failureChanged();
}

void Measurements::candidatesFailed(const Error& error) {
  m_state->candidatesFailure = errorText(error);
  emit failureChanged();
  tellFailure(error);
}

void Measurements::candidatesSampled(TensorId tensor) {
  const TensorInfo& info = m_document.model()->tensor(tensor);
  if (error(tensor, info.type) == nullptr) keepError(tensor, info.type, effort(), unchanged(info.shape.elements()));
  std::vector<TensorType> missing = encodableTypes();
  std::erase_if(
      missing, [this, tensor](TensorType type) { return error(tensor, type) != nullptr || errorFailed(tensor, type); });
  if (missing.empty()) return nextExactCandidate(tensor);
  const auto work = [model = m_document.model(), importance = m_document.importance(), tensor, missing,
                     effort = effort(),
                     device = activeDevice(m_devices)](const Job& job) -> Result<std::vector<CandidateMetrics>> {
    return measureCandidates(*model, tensor, missing, importance.get(), kSampled, job, effort, gateOf(device));
  };
  const auto finish = [this, tensor, missing, effort = effort()](Result<std::vector<CandidateMetrics>> measured) {
    if (!measured && measured.error().code == ErrorCode::Cancelled) return;
    m_state->candidatesJob.clear();
    if (!measured) return candidatesFailed(measured.error());
    for (const CandidateMetrics& candidate : *measured) keepError(tensor, candidate.type, effort, candidate.error);
    for (const TensorType type : missing)
      if (!m_state->errors.contains({tensor, type, effort})) keepFailure(tensor, type, effort);
    nextExactCandidate(tensor);
  };
  m_state->candidatesJob = m_jobs.run<std::vector<CandidateMetrics>>(JobQueue::Lane::Interactive, tr("Compare types"),
                                                                     false, this, work, finish);
}

// One type a job, so that an analysis that somebody waits for gets its turn in between.
void Measurements::nextExactCandidate(TensorId tensor) {
  std::optional<TensorType> next;
  for (const TensorType type : encodableTypes()) {
    const ErrorMetrics* metrics = error(tensor, type);
    if (metrics != nullptr && metrics->sampled && !errorFailed(tensor, type) && !next) next = type;
  }
  if (!next) return;
  const auto work = [model = m_document.model(), importance = m_document.importance(), tensor, type = *next,
                     effort = effort(),
                     device = activeDevice(m_devices)](const Job& job) -> Result<std::vector<CandidateMetrics>> {
    return measureCandidates(*model, tensor, {&type, 1}, importance.get(), kExact, job, effort, gateOf(device));
  };
  const auto finish = [this, tensor, type = *next, effort = effort()](Result<std::vector<CandidateMetrics>> measured) {
    if (!measured && measured.error().code == ErrorCode::Cancelled) return;
    m_state->candidatesJob.clear();
    if (!measured || measured->empty()) keepFailure(tensor, type, effort);
    if (!measured) return candidatesFailed(measured.error());
    for (const CandidateMetrics& candidate : *measured) keepError(tensor, candidate.type, effort, candidate.error);
    nextExactCandidate(tensor);
  };
  m_state->candidatesJob = m_jobs.run<std::vector<CandidateMetrics>>(JobQueue::Lane::Interactive, tr("Compare types"),
                                                                     false, this, work, finish);
}

void Measurements::wantAnalysis(TensorId tensor, TensorType type) {
  const Key key{tensor, type, effort()};
  if (m_state->analysisOf == key && m_state->analysisJob) return;
  cancelJob(m_state->analysisJob);
  m_state->analysisOf = key;
  m_state->analysisFailure.clear();
  emit failureChanged();
  if (!m_document.model()) return;
  const std::shared_ptr<const TensorAnalysis> known = analysis(tensor, type);
  if (!known) return analyze(tensor, type, true);
  if (known->error.sampled || known->source.sampled) analyze(tensor, type, false);
}

std::optional<double> Measurements::analysisFraction() const {
  if (!m_state->analysisJob) return std::nullopt;
  return m_state->analysisJob->fraction();
}

const QString& Measurements::analysisFailure() const { return m_state->analysisFailure; }

void Measurements::analyze(TensorId tensor, TensorType type, bool sampled) {
  const auto work = [model = m_document.model(), importance = m_document.importance(), tensor, type, effort = effort(),
                     sampling = sampled ? kSampled : kExact,
                     device = activeDevice(m_devices)](const Job& job) -> Result<TensorAnalysis> {
    return analyzeTensor(*model, tensor, type, importance.get(), sampling, job, effort, gateOf(device));
  };
  const auto finish = [this, tensor, type, effort = effort(), sampled](Result<TensorAnalysis> analysed) {
    if (!analysed && analysed.error().code == ErrorCode::Cancelled) return;
    m_state->analysisJob.clear();
    if (!analysed) {
      m_state->analysisFailure = errorText(analysed.error());
      emit failureChanged();
      return tellFailure(analysed.error());
    }
    const bool refine = sampled && (analysed->error.sampled || analysed->source.sampled);
    keepAnalysis(tensor, type, effort, std::move(*analysed));
    if (refine) analyze(tensor, type, false);
  };
  m_state->analysisJob =
      m_jobs.run<TensorAnalysis>(JobQueue::Lane::Interactive, tr("Analyse a tensor"), false, this, work, finish);
}

void Measurements::keepFailure(TensorId tensor, TensorType type, Effort effort) {
  if (m_state->unmeasurable.insert({tensor, type, effort}).second) emit failedChanged(tensor);
}

void Measurements::keepError(TensorId tensor, TensorType type, Effort effort, const ErrorMetrics& metrics) {
  const Key key{tensor, type, effort};
  const auto known = m_state->errors.find(key);
  if (known != m_state->errors.end() && !known->second.sampled && metrics.sampled) return;
  m_state->errors[key] = metrics;
  emit errorMeasured(tensor, type);
}

void Measurements::keepSource(TensorId tensor, const SourceStatistics& statistics) {
  const SourceStatistics* known = source(tensor);
  if (known != nullptr && !known->sampled && statistics.sampled) return;
  m_state->sources[tensor] = statistics;
  emit sourceMeasured(tensor);
}

void Measurements::keepAnalysis(TensorId tensor, TensorType type, Effort effort, TensorAnalysis analysed) {
  const Key key{tensor, type, effort};
  keepError(tensor, type, effort, analysed.error);
  keepSource(tensor, analysed.source);
  std::erase_if(m_state->analyses, [&key](const State::Analysed& kept) { return kept.key == key; });
  m_state->analyses.push_front({key, std::make_shared<const TensorAnalysis>(std::move(analysed))});
  if (m_state->analyses.size() > kKeptAnalyses) m_state->analyses.pop_back();
  emit analysisReady(tensor, type);
}

void Measurements::tellFailure(const Error& error) {
  if (m_state->toldFailures.insert(error.message()).second) emit failed(errorText(error));
}

}  // namespace halftone::app
