#include "core/run/measured_rows.h"

#include <algorithm>
#include <atomic>
#include <utility>

#include "core/run/ordered_pipeline.h"

namespace halftone {
namespace {

// Rows stay whole where a run keeps them whole, so that both encode the same.
std::uint64_t valuesInSlab(const Shape& shape, std::uint64_t valuesInPart) {
  return std::max(valuesInPart, std::min(shape.columns(), SlabCut::kValues));
}

}  // namespace

MeasuredRows::MeasuredRows(const Shape& shape, bool matricesApart, Sampling sampling)
    : m_shape(shape), m_matricesApart(matricesApart), m_cut(shape, matricesApart, valuesInSlab(shape, kValuesInPart)) {
  if (sampling.maxValues == 0 || shape.elements() <= sampling.maxValues) return;
  m_sampledRows = std::max<std::uint64_t>(1, sampling.maxValues / shape.columns());
  if (m_sampledRows >= shape.rows()) m_sampledRows = 0;
  m_rowsInPart = std::max<std::uint64_t>(1, kValuesInPart / shape.columns());
}

std::uint64_t MeasuredRows::parts() const {
  return sampled() ? (m_sampledRows + m_rowsInPart - 1) / m_rowsInPart : m_cut.count();
}

std::vector<Slab> MeasuredRows::part(std::uint64_t index) const {
  if (!sampled()) return {m_cut.at(index)};
  std::vector<Slab> slabs;
  const std::uint64_t end = std::min(m_sampledRows, (index + 1) * m_rowsInPart);
  for (std::uint64_t i = index * m_rowsInPart; i < end; ++i) addRow(slabs, sampledRow(i));
  return slabs;
}

// The middle row of the index-th of m_sampledRows equal strata.
std::uint64_t MeasuredRows::sampledRow(std::uint64_t index) const {
  const std::uint64_t stratum = m_shape.rows() / m_sampledRows;
  const std::uint64_t rest = m_shape.rows() % m_sampledRows;
  return index * stratum + index * rest / m_sampledRows + stratum / 2;
}

void MeasuredRows::addRow(std::vector<Slab>& slabs, std::uint64_t row) const {
  const std::uint64_t matrix = m_matricesApart ? row / m_shape.dimensions[1] : 0;
  for (std::uint64_t column = 0; column < m_shape.columns(); column += SlabCut::kValues)
    slabs.push_back({row, 1, column, std::min(SlabCut::kValues, m_shape.columns() - column), matrix});
}

Status measureParts(const MeasuredRows& rows, std::size_t slots, const char* doing, const Job& job,
                    const std::function<Status(std::size_t slot, std::uint64_t part)>& work,
                    const std::function<void(std::size_t slot)>& join) {
  const std::uint64_t parts = rows.parts();
  std::vector<std::uint64_t> partInSlot(slots);
  std::vector<Status> outcomes(slots);
  std::uint64_t taken = 0;
  std::uint64_t joined = 0;
  Status outcome;
  std::atomic<bool> failed = false;
  const auto stopping = [&] { return failed.load() || job.cancelled(); };
  runPipeline(slots, {[&](std::size_t slot) {
                        if (taken == parts || stopping()) return false;
                        partInSlot[slot] = taken++;
                        return true;
                      },
                      [&](std::size_t slot) {
                        if (!stopping()) outcomes[slot] = work(slot, partInSlot[slot]);
                      },
                      [&](std::size_t slot) {
                        if (stopping()) return;
                        if (!outcomes[slot]) {
                          outcome = std::move(outcomes[slot]);
                          failed.store(true);
                          return;
                        }
                        join(slot);
                        job.report(static_cast<double>(++joined) / static_cast<double>(parts));
                      }});
  HALFTONE_TRY_STATUS(outcome);
  if (job.cancelled()) return failure(Job::cancelledError(doing));
  return {};
}

}  // namespace halftone
