#include "core/run/encode_pass.h"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <span>
#include <utility>

#include "core/run/ordered_pipeline.h"
#include "core/run/slab_encoder.h"

namespace halftone {
namespace {

using Clock = std::chrono::steady_clock;

class EncodePass {
 public:
  EncodePass(const RunContext& context, std::vector<GgufWriter>& writers)
      : m_context(context),
        m_writers(writers),
        m_wantsDecoded(context.observer.wantsDecoded()),
        m_slots(slotsForThisArena()),
        m_gate(context.options.backend, m_slots.size()),
        m_encoder(context, m_sources, m_gate, [this] { return stopping(); }) {}

  Result<EncodeOutcome> run();

 private:
  Status openSources();
  void tryBackendOut();
  bool take(SlabInFlight& item);
  void encode(SlabInFlight& item);
  void showObserver(SlabInFlight& item);
  void write(SlabInFlight& item);
  void count(const SlabInFlight& item);
  void finishTensor(std::size_t entry);
  void skipFullWriters();
  bool stopping() const { return m_failed.load() || m_context.job.cancelled(); }
  void fail(Error error);

  const RunContext& m_context;
  std::vector<GgufWriter>& m_writers;
  const bool m_wantsDecoded;
  std::vector<SlabInFlight> m_slots;
  BackendGate m_gate;
  std::vector<TensorSource> m_sources;
  const SlabEncoder m_encoder;
  std::vector<SlabCut> m_cuts;
  std::mutex m_observing;

  // Used by take() alone.
  std::size_t m_nextEntry = 0;
  std::uint64_t m_nextSlab = 0;

  // Used by write() alone, but for the flag.
  EncodeOutcome m_outcome;
  std::size_t m_writer = 0;
  std::size_t m_tensorsInWriter = 0;
  std::optional<Error> m_error;
  std::atomic<bool> m_failed = false;
};

Result<EncodeOutcome> EncodePass::run() {
  HALFTONE_TRY_STATUS(openSources());
  m_outcome.tensors.resize(m_context.plan.entries.size());
  skipFullWriters();
  tryBackendOut();
  runPipeline(m_slots.size(),
              {[&](std::size_t slot) { return take(m_slots[slot]); }, [&](std::size_t slot) { encode(m_slots[slot]); },
               [&](std::size_t slot) { write(m_slots[slot]); }});
  m_outcome.backend = m_gate.report();
  if (m_error) return failure(std::move(*m_error));
  if (m_context.job.cancelled()) return failure(Job::cancelledError("encoding"));
  return std::move(m_outcome);
}

Status EncodePass::openSources() {
  for (const PlanEntry& entry : m_context.plan.entries) {
    HALFTONE_TRY(TensorSource source, TensorSource::open(m_context.model, entry.tensor));
    const bool matricesApart = m_context.importance != nullptr && m_context.importance->has(source.info().name);
    m_cuts.emplace_back(entry.shape, matricesApart);
    m_sources.push_back(std::move(source));
  }
  return {};
}

// One slab for each pair of types: any one, so that over many runs all kinds are seen. What is written does not depend
// on which.
void EncodePass::tryBackendOut() {
  if (m_context.options.backend == nullptr) return;
  std::map<std::pair<TensorType, TensorType>, std::vector<std::size_t>> entries;
  for (std::size_t i = 0; i < m_context.plan.entries.size(); ++i) {
    const PlanEntry& entry = m_context.plan.entries[i];
    if (entry.type != entry.sourceType) entries[{entry.sourceType, entry.type}].push_back(i);
  }
  std::random_device random;
  for (const auto& [types, alike] : entries) {
    if (stopping()) return;
    const std::size_t entry = alike[random() % alike.size()];
    const Slab slab = m_cuts[entry].at(random() % m_cuts[entry].count());
    m_gate.tryOut(m_sources[entry], slab, types.second, m_context.plan.effort, m_encoder.importanceOf(entry, slab));
  }
}

bool EncodePass::take(SlabInFlight& item) {
  const std::vector<PlanEntry>& entries = m_context.plan.entries;
  if (m_nextEntry >= entries.size() || stopping()) return false;
  if (m_nextSlab == 0) {
    const std::scoped_lock lock(m_observing);
    m_context.observer.tensorStarted(entries[m_nextEntry]);
  }
  item.entry = m_nextEntry;
  item.slab = m_cuts[m_nextEntry].at(m_nextSlab);
  item.lastOfTensor = ++m_nextSlab == m_cuts[m_nextEntry].count();
  if (item.lastOfTensor) {
    ++m_nextEntry;
    m_nextSlab = 0;
  }
  return true;
}

void EncodePass::encode(SlabInFlight& item) {
  if (stopping()) return;
  m_encoder.encode(item);
  if (item.read && !stopping()) showObserver(item);  // an error is told by write(), in the order of the slabs
}

void EncodePass::showObserver(SlabInFlight& item) {
  const PlanEntry& entry = m_context.plan.entries[item.entry];
  if (m_wantsDecoded) {
    if (item.decoded.empty()) {
      item.decoded.resize(item.values.size());
      findCodec(entry.type)->decode(item.output, item.decoded);
    }
    item.decodedChecksum = checksumOf(std::as_bytes(std::span(item.decoded)));
  }
  const RowSlab slab{item.slab.firstRow, item.slab.firstColumn, static_cast<std::size_t>(item.slab.columns),
                     item.values,        item.decoded,          m_encoder.importanceOf(item.entry, item.slab)};
  m_context.observer.rowsEncoded(entry, slab, item.output);
}

void EncodePass::write(SlabInFlight& item) {
  if (stopping()) return;
  if (!item.read) return fail(std::move(item.read).error());
  const Clock::time_point start = Clock::now();
  if (Status written = m_writers[m_writer].write(item.output); !written) return fail(std::move(written).error());
  m_outcome.secondsWriting += std::chrono::duration<double>(Clock::now() - start).count();
  count(item);
  const std::scoped_lock lock(m_observing);
  m_context.meter.advance({item.stored.size()});
  if (item.lastOfTensor) finishTensor(item.entry);
}

void EncodePass::count(const SlabInFlight& item) {
  const PlanEntry& entry = m_context.plan.entries[item.entry];
  if (entry.type != entry.sourceType) ++m_outcome.slabsEncoded;
  m_outcome.secondsReading += item.secondsReading;
  m_outcome.secondsEncoding += item.secondsEncoding;
  WrittenTensor& tensor = m_outcome.tensors[item.entry];
  tensor.bytes.add(item.checksum);
  tensor.hasDecoded = m_wantsDecoded;
  if (m_wantsDecoded) tensor.decoded.add(item.decodedChecksum);
  tensor.notFinite += item.notFinite;
  tensor.saturated += item.saturated;
}

void EncodePass::finishTensor(std::size_t entry) {
  const PlanEntry& planned = m_context.plan.entries[entry];
  const std::uint64_t notFinite = m_outcome.tensors[entry].notFinite;
  if (notFinite > 0 && m_context.options.nonFinite == NonFinitePolicy::Refuse)
    return fail(
        {ErrorCode::NotFinite, "encoding", "tensor " + planned.name,
         fmt::format("{} of its {} values {} NaN or infinite", notFinite, planned.shape.elements(),
                     notFinite == 1 ? "is" : "are"),
         "The model is damaged, and this tensor is only the first one met: halftone-cli analyze lists all. Download or "
         "convert it again, or ask for zeros in their place"});
  m_context.observer.tensorFinished(planned);
  ++m_tensorsInWriter;
  skipFullWriters();
}

void EncodePass::skipFullWriters() {
  const std::vector<GgufLayout>& shards = m_context.plan.shards;
  while (m_writer < shards.size() && m_tensorsInWriter == shards[m_writer].tensors.size()) {
    ++m_writer;
    m_tensorsInWriter = 0;
  }
}

void EncodePass::fail(Error error) {
  if (!m_error) m_error = std::move(error);
  m_failed.store(true);
}

}  // namespace

Result<EncodeOutcome> encodePass(const RunContext& context, std::vector<GgufWriter>& writers) {
  return EncodePass(context, writers).run();
}

}  // namespace halftone
