#include "core/run/backend_gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/analysis/finite.h"
#include "core/codec/codec.h"
#include "core/run/backend_trial.h"

namespace halftone {
namespace {

// Below this a backend's work is not worth its transfers, and a lack of memory not to be had by halves.
constexpr std::size_t kLeastValues = std::size_t{1} << 12;

std::size_t bytesOf(TensorType type, std::size_t values) {
  const TensorTypeInfo& layout = *findTensorType(type);
  return values / layout.blockLength * layout.blockBytes;
}

std::size_t valuesOf(const RecodeJob& job) {
  const TensorTypeInfo& layout = *findTensorType(job.sourceType);
  return job.stored.size() / layout.blockBytes * layout.blockLength;
}

// Some values of a job: whole rows, or a piece of its only row.
RecodeJob partOf(const RecodeJob& job, std::size_t first, std::size_t count) {
  RecodeJob part = job;
  part.stored = job.stored.subspan(bytesOf(job.sourceType, first), bytesOf(job.sourceType, count));
  if (!job.encoded.empty()) part.encoded = job.encoded.subspan(bytesOf(job.type, first), bytesOf(job.type, count));
  if (!job.values.empty()) part.values = job.values.subspan(first, count);
  if (!job.decoded.empty()) part.decoded = job.decoded.subspan(first, count);
  part.firstRow += first / job.columns;
  if (count < job.columns) {
    part.columns = count;
    part.firstColumn += first;
    if (!job.importance.empty()) part.importance = job.importance.subspan(first, count);
  }
  return part;
}

// How many values of the job are at most `most`: whole rows, or, if it has one, whole super-blocks.
std::size_t partSize(const RecodeJob& job, std::size_t most) {
  constexpr std::size_t kSuperBlock = 256;
  const std::size_t values = valuesOf(job);
  if (values <= most) return values;
  if (values > job.columns) return std::max<std::size_t>(1, most / job.columns) * job.columns;
  return std::max<std::size_t>(1, most / kSuperBlock) * kSuperBlock;
}

Error notTriedOut(const Backend& backend, TensorType type) {
  return {ErrorCode::DeviceFailed, fmt::format("trying out {}", tensorTypeName(type)), backend.name(),
          "the rows that were chosen for that hold NaN or infinite values", "The CPU does this type"};
}

}  // namespace

BackendGate::BackendGate(Backend* backend, std::size_t slotsInFlight)
    : m_backend(backend),
      m_slots(slotsInFlight),
      m_mostValues(backend == nullptr ? SlabCut::kValues
                                      : std::min<std::size_t>(SlabCut::kValues, backend->mostValues())) {}

void BackendGate::note(std::string sentence) {
  const std::scoped_lock lock(m_mutex);
  if (std::find(m_notes.begin(), m_notes.end(), sentence) == m_notes.end()) m_notes.push_back(std::move(sentence));
}

void BackendGate::tryOut(const TensorSource& source, const Slab& slab, TensorType type, Effort effort,
                         std::span<const float> importance) {
  const Pair pair{source.info().type, type, effort};
  if (m_backend == nullptr || m_lost.load() || !m_backend->canRecode(pair.source, type, effort)) return;
  {
    const std::scoped_lock lock(m_mutex);
    if (m_trials.contains(pair)) return;
    m_trials.emplace(pair, Trial{});
  }
  const Trial trial = tried(pair, source, slab, importance);
  const std::scoped_lock lock(m_mutex);
  m_trials[pair] = trial;
}

BackendGate::Trial BackendGate::tried(const Pair& pair, const TensorSource& source, const Slab& slab,
                                      std::span<const float> importance) {
  Slab some = slab;
  const std::uint64_t most = std::min(kTrialValues, m_mostValues.load());
  if (some.rows > 1)
    some.rows = std::clamp<std::uint64_t>(most / some.columns, 1, some.rows);
  else
    some.columns = std::min(some.columns, most);
  TrialRows rows;
  rows.sourceType = pair.source;
  rows.columns = static_cast<std::size_t>(some.columns);
  rows.importance = importance.empty() ? importance : importance.first(rows.columns);
  rows.values.resize(some.values());
  if (!source.read(some, rows.stored, rows.values)) return {};
  if (countNotFinite(rows.values) > 0) {
    note(notTriedOut(*m_backend, pair.type).message());
    return {};
  }
  const Result<TrialTimes> times = tryBackend(*m_backend, rows, pair.type, pair.effort);
  if (!times) {
    if (times.error().code == ErrorCode::DeviceLost) m_lost.store(true);
    note(times.error().message());
    return {};
  }
  const double values = static_cast<double>(rows.values.size());
  return {true, times->secondsHere / values, times->secondsThere / values};
}

bool BackendGate::takes(TensorType sourceType, TensorType type, Effort effort) const {
  if (m_backend == nullptr || m_lost.load()) return false;
  const std::scoped_lock lock(m_mutex);
  const auto trial = m_trials.find({sourceType, type, effort});
  return trial != m_trials.end() && trial->second.passed;
}

// Whether the caller got a seat; if not, the CPU is to do its slab.
bool BackendGate::enter(const Pair& pair) {
  const std::size_t seats = std::max<std::size_t>(1, m_backend->slabsAtOnce());
  std::unique_lock lock(m_mutex);
  if (m_inside >= seats) {
    const Trial& trial = m_trials[pair];
    const double others = static_cast<double>(m_slots) / static_cast<double>(seats);
    if (trial.secondsHere <= trial.secondsThere * others) return false;
    m_left.wait(lock, [&] { return m_inside < seats || m_lost.load(); });
  }
  if (m_lost.load()) return false;
  ++m_inside;
  return true;
}

void BackendGate::leave() {
  {
    const std::scoped_lock lock(m_mutex);
    --m_inside;
  }
  m_left.notify_all();
}

std::optional<RecodeOutcome> BackendGate::recode(const RecodeJob& job) {
  if (m_lost.load() || !enter({job.sourceType, job.type, job.effort})) return std::nullopt;
  Result<RecodeOutcome> outcome = recodeInParts(job);
  if (!outcome && outcome.error().code == ErrorCode::DeviceLost) m_lost.store(true);
  leave();
  if (outcome) {
    m_slabs.fetch_add(1);
    return *outcome;
  }
  note(outcome.error().message());
  return std::nullopt;
}

// What was measured is joined where it is wanted only when all parts are done.
Result<RecodeOutcome> BackendGate::recodeInParts(const RecodeJob& job) {
  RecodeJob own = job;
  std::optional<ErrorSums> errors;
  std::optional<FirstPass> first;
  std::optional<SecondPass> second;
  if (job.errors != nullptr) own.errors = &errors.emplace(*job.errors);
  if (job.first != nullptr) own.first = &first.emplace(*job.first);
  if (job.second != nullptr) own.second = &second.emplace(*job.second);
  HALFTONE_TRY(const RecodeOutcome outcome, recodeRows(own));
  if (outcome.notFinite > 0) return outcome;
  if (errors) *job.errors = *errors;
  if (first) *job.first = std::move(*first);
  if (second) *job.second = std::move(*second);
  return outcome;
}

Result<RecodeOutcome> BackendGate::recodeRows(const RecodeJob& job) {
  RecodeOutcome total;
  const std::size_t values = valuesOf(job);
  for (std::size_t done = 0; done < values;) {
    const std::size_t most = m_mostValues.load();
    const RecodeJob rest = partOf(job, done, values - done);
    const std::size_t count = partSize(rest, most);
    Result<RecodeOutcome> outcome = m_backend->recode(partOf(rest, 0, count));
    if (!outcome && outcome.error().code == ErrorCode::DeviceMemory && count / 2 >= kLeastValues &&
        partSize(rest, count / 2) < count) {
      note(outcome.error().message() + " It gets smaller slabs.");
      std::size_t expected = most;
      m_mostValues.compare_exchange_strong(expected, count / 2);
      continue;
    }
    if (!outcome) return outcome;
    total.notFinite += outcome->notFinite;
    total.beyondF16 += outcome->beyondF16;
    if (total.notFinite > 0) return total;
    done += count;
  }
  return total;
}

BackendReport BackendGate::report() const {
  BackendReport report;
  if (m_backend == nullptr) return report;
  report.name = m_backend->name();
  report.slabs = m_slabs.load();
  report.lost = m_lost.load();
  const std::scoped_lock lock(m_mutex);
  report.notes = m_notes;
  return report;
}

}  // namespace halftone
