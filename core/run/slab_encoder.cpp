#include "core/run/slab_encoder.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "core/base/checksum.h"
#include "core/run/column_importance.h"
#include "core/run/not_finite.h"

namespace halftone {
namespace {

using Clock = std::chrono::steady_clock;

// Encoders hear of a cancel between so many values.
constexpr std::size_t kValuesBetweenCancels = 1U << 15;

double secondsBetween(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

}  // namespace

SlabEncoder::SlabEncoder(const RunContext& context, const std::vector<TensorSource>& sources, BackendGate& gate,
                         std::function<bool()> stopping)
    : m_context(context),
      m_sources(sources),
      m_gate(gate),
      m_stopping(std::move(stopping)),
      m_wantsDecoded(context.observer.wantsDecoded()) {}

std::span<const float> SlabEncoder::importanceOf(std::size_t entry, const Slab& slab) const {
  return columnImportance(m_context.importance, m_sources[entry].info().name, slab);
}

void SlabEncoder::encode(SlabInFlight& item) const {
  const PlanEntry& entry = m_context.plan.entries[item.entry];
  const Clock::time_point start = Clock::now();
  item.values.clear();
  item.decoded.clear();
  item.read = m_sources[item.entry].readStored(item.slab, item.stored);
  if (!item.read) return;
  item.secondsReading = secondsBetween(start, Clock::now());
  if (!encodeOnBackend(item, entry)) encodeHere(item, entry);
  item.checksum = checksumOf(item.output);
  item.secondsEncoding = secondsBetween(start, Clock::now()) - item.secondsReading;
}

bool SlabEncoder::encodeOnBackend(SlabInFlight& item, const PlanEntry& entry) const {
  const TensorTypeInfo& layout = *findTensorType(entry.type);
  if (entry.type == entry.sourceType || !m_gate.takes(entry.sourceType, entry.type, m_context.plan.effort))
    return false;
  item.encoded.resize(item.slab.values() / layout.blockLength * layout.blockBytes);
  item.values.resize(m_wantsDecoded ? item.slab.values() : 0);
  item.decoded.resize(item.values.size());
  RecodeJob job;
  job.sourceType = entry.sourceType;
  job.stored = item.stored;
  job.columns = static_cast<std::size_t>(item.slab.columns);
  job.importance = importanceOf(item.entry, item.slab);
  job.firstRow = item.slab.firstRow;
  job.firstColumn = item.slab.firstColumn;
  job.type = entry.type;
  job.effort = m_context.plan.effort;
  job.encoded = item.encoded;
  job.values = item.values;
  job.decoded = item.decoded;
  const std::optional<RecodeOutcome> outcome = m_gate.recode(job);
  if (!outcome || outcome->notFinite > 0) return false;
  item.notFinite = 0;
  item.saturated = entry.type == TensorType::F16 ? outcome->beyondF16 : 0;
  item.output = item.encoded;
  return true;
}

void SlabEncoder::encodeHere(SlabInFlight& item, const PlanEntry& entry) const {
  const Clock::time_point start = Clock::now();
  item.values.resize(item.slab.values());
  item.decoded.clear();
  m_sources[item.entry].codec().decode(item.stored, item.values);
  item.secondsReading += secondsBetween(start, Clock::now());
  if (entry.type == entry.sourceType)
    copyValues(item, entry);
  else
    encodeValues(item, entry);
}

void SlabEncoder::copyValues(SlabInFlight& item, const PlanEntry& entry) const {
  item.saturated = 0;
  item.output = item.stored;
  item.notFinite = countStoredNotFinite(entry.type, item.output, item.values);
  if (item.notFinite == 0) return;
  zeroNotFiniteBlocks(*findTensorType(entry.type), item.values, item.stored);
  zeroNotFinite(item.values);
}

void SlabEncoder::encodeValues(SlabInFlight& item, const PlanEntry& entry) const {
  item.notFinite = zeroNotFinite(item.values);
  item.saturated = entry.type == TensorType::F16 ? countBeyondF16(item.values) : 0;
  const Codec& codec = *findCodec(entry.type);
  const TensorTypeInfo& layout = *findTensorType(entry.type);
  const std::size_t columns = static_cast<std::size_t>(item.slab.columns);
  const std::size_t rowBytes = columns / layout.blockLength * layout.blockBytes;
  const std::size_t rows = static_cast<std::size_t>(item.slab.rows);
  const std::size_t rowsAtOnce = std::max<std::size_t>(1, kValuesBetweenCancels / columns);
  const std::span<const float> importance = importanceOf(item.entry, item.slab);
  item.encoded.resize(rows * rowBytes);
  item.output = item.encoded;
  for (std::size_t row = 0; row < rows && !m_stopping(); row += rowsAtOnce) {
    const std::size_t count = std::min(rowsAtOnce, rows - row);
    codec.encode(
        {std::span(item.values).subspan(row * columns, count * columns), columns, importance, m_context.plan.effort},
        std::span(item.encoded).subspan(row * rowBytes, count * rowBytes));
  }
}

}  // namespace halftone
