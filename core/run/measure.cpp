#include "core/run/measure.h"

#include <fmt/format.h>

#include "core/analysis/error_sums.h"
#include "core/base/within_memory.h"
#include "core/run/measurement.h"
#include "core/run/ordered_pipeline.h"

namespace halftone {
namespace {

struct CandidateType {
  TensorType type;
  Recoder recoder;
  bool onBackend = false;
};

void addErrors(const Measurement& measured, const CandidateType& candidate, const Slab& slab, SlabBuffers& buffers,
               ErrorSums& sums) {
  if (candidate.onBackend) {
    RecodeJob recode = measured.recodeJob(slab, buffers.stored, candidate.type);
    recode.errors = &sums;
    if (measured.recodeOnBackend(recode)) return;
  }
  buffers.decodeValues(measured, slab);
  candidate.recoder.encode(buffers.values, static_cast<std::size_t>(slab.columns), measured.importanceOf(slab),
                           buffers.scratch);
  candidate.recoder.decode(buffers.scratch.encoded, buffers.values, buffers.decoded);
  sums.add(measured.rowSlab(slab, buffers.values, buffers.decoded));
}

Result<std::vector<CandidateMetrics>> measureTypes(const Measurement& measured,
                                                   const std::vector<CandidateType>& types) {
  std::vector<ErrorSums> totals(types.size());
  std::vector<SlabBuffers> buffers(slotsForThisArena());
  std::vector<std::vector<ErrorSums>> sums(buffers.size());
  const auto work = [&](std::size_t slot, std::uint64_t part) -> Status {
    SlabBuffers& own = buffers[slot];
    sums[slot].assign(types.size(), {});
    for (const Slab& slab : measured.rows.part(part)) {
      HALFTONE_TRY_STATUS(own.read(measured, slab));
      for (std::size_t i = 0; i < types.size() && !measured.job.cancelled(); ++i)
        addErrors(measured, types[i], slab, own, sums[slot][i]);
    }
    return {};
  };
  const auto join = [&](std::size_t slot) {
    for (std::size_t i = 0; i < types.size(); ++i) totals[i].merge(sums[slot][i]);
  };
  HALFTONE_TRY_STATUS(measureParts(measured.rows, buffers.size(), kMeasuring, measured.job, work, join));
  std::vector<CandidateMetrics> candidates;
  for (std::size_t i = 0; i < types.size(); ++i) {
    candidates.push_back({types[i].type, totals[i].metrics(), totals[i]});
    candidates.back().error.sampled = measured.rows.sampled();
  }
  return candidates;
}

}  // namespace

Result<std::vector<CandidateMetrics>> measureCandidates(const Model& model, TensorId tensor,
                                                        std::span<const TensorType> types,
                                                        const ImportanceMatrix* importance, Sampling sampling,
                                                        const Job& job, Effort effort, BackendGate* gate) {
  return withinMemory(kMeasuring, [&]() -> Result<std::vector<CandidateMetrics>> {
    HALFTONE_TRY(Measurement measured, Measurement::open(model, tensor, importance, sampling, job));
    measured.effort = effort;
    measured.gate = gate;
    std::vector<CandidateType> usable;
    for (const TensorType type : types)
      if (const Result<Recoder> recoder = Recoder::make(measured.source.info(), type, effort))
        usable.push_back({type, *recoder, !job.cancelled() && measured.backendTakes(type)});
    return measureTypes(measured, usable);
  });
}

Result<RowValues> readRows(const Model& model, TensorId tensor, TensorType type, const ImportanceMatrix* importance,
                           std::uint64_t firstRow, std::uint64_t rowCount, Effort effort) {
  return withinMemory("reading rows", [&]() -> Result<RowValues> {
    const Job job;
    HALFTONE_TRY(const Measurement measured, Measurement::open(model, tensor, importance, {}, job));
    const TensorInfo& info = measured.source.info();
    HALFTONE_TRY(const Recoder recoder, Recoder::make(info, type, effort));
    if (firstRow > info.shape.rows() || rowCount > info.shape.rows() - firstRow)
      return failure(
          {ErrorCode::InvalidArgument, "reading rows", "tensor " + info.name,
           fmt::format("rows {} to {} were asked for and it has {}", firstRow, firstRow + rowCount, info.shape.rows()),
           ""});
    RowValues rows;
    rows.source.resize(static_cast<std::size_t>(rowCount * info.shape.columns()));
    rows.decoded.resize(rows.source.size());
    HALFTONE_TRY_STATUS(measured.source.read(firstRow, rows.source));
    Recoder::Scratch scratch;
    for (std::uint64_t row = 0; row < rowCount; ++row) {
      // Row by row, because each may belong to another matrix with an importance of its own.
      const Slab slab{firstRow + row, 1, 0, info.shape.columns(), (firstRow + row) / info.shape.dimensions[1]};
      const std::span<float> source =
          std::span(rows.source).subspan(static_cast<std::size_t>(row * slab.columns), slab.values());
      recoder.encode(source, slab.values(), measured.importanceOf(slab), scratch);
      recoder.decode(scratch.encoded, source,
                     std::span(rows.decoded).subspan(static_cast<std::size_t>(row * slab.columns), slab.values()));
    }
    return rows;
  });
}

}  // namespace halftone
