#include "core/run/encode_pass.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <span>
#include <utility>

#include "core/run/column_importance.h"
#include "core/run/not_finite.h"
#include "core/run/ordered_pipeline.h"
#include "core/run/slab.h"
#include "core/run/tensor_source.h"

namespace halftone {
namespace {

using Clock = std::chrono::steady_clock;

// Encoders hear of a cancel between so many values.
constexpr std::size_t kValuesBetweenCancels = 1U << 15;

double secondsBetween(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

// A slab in flight. Its buffers are used again by later slabs, so a run allocates a few times only.
struct SlabInFlight {
  std::size_t entry = 0;
  Slab slab;
  bool lastOfTensor = false;
  std::vector<float> values;
  std::vector<float> decoded;
  std::vector<std::byte> stored;  // the source's own bytes
  std::vector<std::byte> encoded;
  std::span<const std::byte> output;  // `encoded` or `stored`
  Status read;
  std::uint64_t notFinite = 0;
  std::uint64_t saturated = 0;
  std::uint64_t checksum = 0;
  std::uint64_t decodedChecksum = 0;
  double secondsReading = 0;
  double secondsEncoding = 0;
};

class EncodePass {
 public:
  EncodePass(const RunContext& context, std::vector<GgufWriter>& writers)
      : m_context(context), m_writers(writers), m_wantsDecoded(context.observer.wantsDecoded()) {}

  Result<EncodeOutcome> run();

 private:
  Status openSources();
  bool take(SlabInFlight& item);
  void encode(SlabInFlight& item);
  void copyValues(SlabInFlight& item, const PlanEntry& entry);
  void encodeValues(SlabInFlight& item, const PlanEntry& entry);
  void showObserver(SlabInFlight& item, const PlanEntry& entry);
  void write(SlabInFlight& item);
  void finishTensor(std::size_t entry);
  void skipFullWriters();
  bool stopping() const { return m_failed.load() || m_context.job.cancelled(); }
  void fail(Error error);

  const RunContext& m_context;
  std::vector<GgufWriter>& m_writers;
  const bool m_wantsDecoded;
  std::vector<TensorSource> m_sources;
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
  std::vector<SlabInFlight> slots(slotsForThisArena());
  runPipeline(slots.size(),
              {[&](std::size_t slot) { return take(slots[slot]); }, [&](std::size_t slot) { encode(slots[slot]); },
               [&](std::size_t slot) { write(slots[slot]); }});
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
  const PlanEntry& entry = m_context.plan.entries[item.entry];
  const Clock::time_point start = Clock::now();
  item.values.resize(item.slab.values());
  item.read = m_sources[item.entry].read(item.slab, item.stored, item.values);
  if (!item.read) return;  // told by write(), in the order of the slabs
  const Clock::time_point read = Clock::now();
  if (entry.type == entry.sourceType)
    copyValues(item, entry);
  else
    encodeValues(item, entry);
  item.checksum = checksumOf(item.output);
  item.secondsReading = secondsBetween(start, read);
  item.secondsEncoding = secondsBetween(read, Clock::now());
  if (!stopping()) showObserver(item, entry);
}

void EncodePass::copyValues(SlabInFlight& item, const PlanEntry& entry) {
  item.saturated = 0;
  item.output = item.stored;
  item.notFinite = countStoredNotFinite(entry.type, item.output, item.values);
  if (item.notFinite == 0) return;
  zeroNotFiniteBlocks(*findTensorType(entry.type), item.values, item.stored);
  zeroNotFinite(item.values);
}

void EncodePass::encodeValues(SlabInFlight& item, const PlanEntry& entry) {
  item.notFinite = zeroNotFinite(item.values);
  item.saturated = entry.type == TensorType::F16 ? countBeyondF16(item.values) : 0;
  const Codec& codec = *findCodec(entry.type);
  const TensorTypeInfo& layout = *findTensorType(entry.type);
  const std::size_t columns = static_cast<std::size_t>(item.slab.columns);
  const std::size_t rowBytes = columns / layout.blockLength * layout.blockBytes;
  const std::size_t rows = static_cast<std::size_t>(item.slab.rows);
  const std::size_t rowsAtOnce = std::max<std::size_t>(1, kValuesBetweenCancels / columns);
  const std::span<const float> importance =
      columnImportance(m_context.importance, m_sources[item.entry].info().name, item.slab);
  item.encoded.resize(rows * rowBytes);
  item.output = item.encoded;
  for (std::size_t row = 0; row < rows && !stopping(); row += rowsAtOnce) {
    const std::size_t count = std::min(rowsAtOnce, rows - row);
    codec.encode(
        {std::span(item.values).subspan(row * columns, count * columns), columns, importance, m_context.plan.effort},
        std::span(item.encoded).subspan(row * rowBytes, count * rowBytes));
  }
}

void EncodePass::showObserver(SlabInFlight& item, const PlanEntry& entry) {
  if (m_wantsDecoded) {
    item.decoded.resize(item.values.size());
    findCodec(entry.type)->decode(item.output, item.decoded);
    item.decodedChecksum = checksumOf(std::as_bytes(std::span(item.decoded)));
  }
  const RowSlab slab{item.slab.firstRow,
                     item.slab.firstColumn,
                     static_cast<std::size_t>(item.slab.columns),
                     item.values,
                     item.decoded,
                     columnImportance(m_context.importance, m_sources[item.entry].info().name, item.slab)};
  m_context.observer.rowsEncoded(entry, slab, item.output);
}

void EncodePass::write(SlabInFlight& item) {
  if (stopping()) return;
  if (!item.read) return fail(std::move(item.read).error());
  const Clock::time_point start = Clock::now();
  if (Status written = m_writers[m_writer].write(item.output); !written) return fail(std::move(written).error());
  m_outcome.secondsWriting += secondsBetween(start, Clock::now());
  m_outcome.secondsReading += item.secondsReading;
  m_outcome.secondsEncoding += item.secondsEncoding;
  WrittenTensor& tensor = m_outcome.tensors[item.entry];
  tensor.bytes.add(item.checksum);
  tensor.hasDecoded = m_wantsDecoded;
  if (m_wantsDecoded) tensor.decoded.add(item.decodedChecksum);
  tensor.notFinite += item.notFinite;
  tensor.saturated += item.saturated;
  const std::scoped_lock lock(m_observing);
  m_context.meter.advance({item.stored.size()});
  if (item.lastOfTensor) finishTensor(item.entry);
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
