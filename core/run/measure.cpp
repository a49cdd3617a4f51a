#include "core/run/measure.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "core/analysis/error_sums.h"
#include "core/analysis/tensor_passes.h"
#include "core/base/within_memory.h"
#include "core/run/column_importance.h"
#include "core/run/measured_rows.h"
#include "core/run/ordered_pipeline.h"
#include "core/run/recoder.h"

namespace halftone {
namespace {

constexpr const char* kDoing = "measuring";

// Encoded blocks are kept between the two passes of an analysis up to this many bytes; beyond, they are made again.
constexpr std::uint64_t kMostKept = std::uint64_t{1} << 26;

// One tensor being measured: its source, its rows, its importance if that has the right size, and who helps.
struct Measurement {
  TensorSource source;
  const ImportanceMatrix* importance;
  MeasuredRows rows;
  const Job& job;
  Effort effort = Effort::Normal;
  BackendGate* gate = nullptr;  // may be null

  static Result<Measurement> open(const Model& model, TensorId tensor, const ImportanceMatrix* importance,
                                  Sampling sampling, const Job& job);

  // Whether slabs may go to the backend, which is tried out on the tensor's middle.
  bool backendTakes(TensorType type) const {
    if (gate == nullptr || type == source.info().type) return false;
    const Slab middle = rows.part(rows.parts() / 2).front();
    gate->tryOut(source, middle, type, effort, importanceOf(middle));
    return gate->takes(source.info().type, type, effort);
  }
  RecodeJob recodeJob(const Slab& slab, std::span<const std::byte> stored, TensorType type) const {
    RecodeJob recode;
    recode.sourceType = source.info().type;
    recode.stored = stored;
    recode.columns = static_cast<std::size_t>(slab.columns);
    recode.importance = importanceOf(slab);
    recode.firstRow = slab.firstRow;
    recode.firstColumn = slab.firstColumn;
    recode.type = type;
    recode.effort = effort;
    return recode;
  }
  // Whether the backend did it. REQUIRES: backendTakes() said so for its type.
  bool recodeOnBackend(const RecodeJob& recode) const {
    const std::optional<RecodeOutcome> outcome = gate->recode(recode);
    return outcome && outcome->notFinite == 0;
  }

  std::span<const float> importanceOf(const Slab& slab) const {
    return columnImportance(importance, source.info().name, slab);
  }
  // The slab for the accumulators.
  RowSlab rowSlab(const Slab& slab, std::span<const float> values, std::span<const float> decoded) const {
    return {slab.firstRow, slab.firstColumn, static_cast<std::size_t>(slab.columns),
            values,        decoded,          importanceOf(slab)};
  }
};

Result<Measurement> Measurement::open(const Model& model, TensorId tensor, const ImportanceMatrix* importance,
                                      Sampling sampling, const Job& job) {
  HALFTONE_TRY(TensorSource source, TensorSource::open(model, tensor));
  const TensorInfo& info = source.info();
  const bool weighted = importance != nullptr && importance->has(info.name);
  const std::uint64_t matrices = info.shape.matrices();
  for (std::uint64_t matrix = 0; weighted && matrix < matrices; ++matrix) {
    const std::size_t columns = importance->columns(info.name, matrix).size();
    if (columns != 0 && columns != info.shape.columns())
      return failure({ErrorCode::WrongImportance, kDoing, "tensor " + info.name,
                      fmt::format("its importance has {} columns, its rows have {}", columns, info.shape.columns()),
                      "Use the importance matrix that was made for this model"});
  }
  return Measurement{std::move(source), weighted ? importance : nullptr, {info.shape, weighted, sampling}, job};
}

// What a slot needs to read a slab and to see it encoded.
struct Buffers {
  std::vector<float> values;  // empty until they are needed here
  std::vector<float> decoded;
  std::vector<std::byte> stored;
  Recoder::Scratch scratch;

  Status read(const Measurement& measured, const Slab& slab) {
    values.clear();
    return measured.source.readStored(slab, stored);
  }
  void decodeValues(const Measurement& measured, const Slab& slab) {
    if (!values.empty()) return;
    values.resize(slab.values());
    decoded.resize(slab.values());
    measured.source.codec().decode(stored, values);
  }
};

// The pieces in which an analysis's first pass encoded, for its second.
class EncodedParts {
 public:
  explicit EncodedParts(const MeasuredRows& rows, bool worthKeeping) : m_parts(worthKeeping ? rows.parts() : 0) {}
  void keep(std::uint64_t part, std::size_t slab, const std::vector<std::byte>& encoded) {
    if (part >= m_parts.size()) return;
    if (m_parts[part].size() <= slab) m_parts[part].resize(slab + 1);
    m_parts[part][slab] = encoded;
  }
  const std::vector<std::byte>* find(std::uint64_t part, std::size_t slab) const {
    if (part >= m_parts.size() || slab >= m_parts[part].size()) return nullptr;
    return &m_parts[part][slab];
  }

 private:
  std::vector<std::vector<std::vector<std::byte>>> m_parts;
};

class Analyzer {
 public:
  Analyzer(const Measurement& measured, TensorType type, const Recoder& recoder, bool keepEncoded)
      : m_measured(measured),
        m_type(type),
        m_recoder(recoder),
        m_onBackend(measured.backendTakes(type)),
        m_encoded(measured.rows, keepEncoded) {}

  Result<TensorAnalysis> run();

 private:
  Result<FirstPass> firstPass(const Job& job);
  Result<SecondPass> secondPass(const AnalysisScale& scale, const Job& job);
  Status addTo(FirstPass& pass, std::uint64_t part, std::size_t index, const Slab& slab, Buffers& buffers);
  Status addTo(SecondPass& pass, std::uint64_t part, std::size_t index, const Slab& slab, Buffers& buffers);
  RowSlab recoded(std::uint64_t part, std::size_t index, const Slab& slab, Buffers& buffers);

  const Measurement& m_measured;
  const TensorType m_type;
  const Recoder& m_recoder;
  const bool m_onBackend;
  EncodedParts m_encoded;
};

Result<TensorAnalysis> Analyzer::run() {
  HALFTONE_TRY(const FirstPass first, firstPass(m_measured.job.part(0, 0.7)));
  HALFTONE_TRY(const SecondPass second, secondPass(first.scale(), m_measured.job.part(0.7, 1)));
  TensorAnalysis analysis = finishAnalysis(first, second);
  analysis.error.sampled = m_measured.rows.sampled();
  analysis.source.sampled = m_measured.rows.sampled();
  return analysis;
}

Status Analyzer::addTo(FirstPass& pass, std::uint64_t part, std::size_t index, const Slab& slab, Buffers& buffers) {
  HALFTONE_TRY_STATUS(buffers.read(m_measured, slab));
  if (m_onBackend) {
    RecodeJob recode = m_measured.recodeJob(slab, buffers.stored, m_type);
    recode.first = &pass;
    if (m_measured.recodeOnBackend(recode)) return {};
  }
  pass.add(recoded(part, index, slab, buffers));
  return {};
}

// What the CPU encoded in the first pass it bins in the second.
Status Analyzer::addTo(SecondPass& pass, std::uint64_t part, std::size_t index, const Slab& slab, Buffers& buffers) {
  HALFTONE_TRY_STATUS(buffers.read(m_measured, slab));
  if (m_onBackend && m_encoded.find(part, index) == nullptr) {
    RecodeJob recode = m_measured.recodeJob(slab, buffers.stored, m_type);
    recode.second = &pass;
    if (m_measured.recodeOnBackend(recode)) return {};
  }
  pass.add(recoded(part, index, slab, buffers));
  return {};
}

RowSlab Analyzer::recoded(std::uint64_t part, std::size_t index, const Slab& slab, Buffers& buffers) {
  buffers.decodeValues(m_measured, slab);
  const std::vector<std::byte>* encoded = m_encoded.find(part, index);
  if (encoded == nullptr) {
    m_recoder.encode(buffers.values, static_cast<std::size_t>(slab.columns), m_measured.importanceOf(slab),
                     buffers.scratch);
    m_encoded.keep(part, index, buffers.scratch.encoded);
    encoded = &buffers.scratch.encoded;
  }
  m_recoder.decode(*encoded, buffers.values, buffers.decoded);
  return m_measured.rowSlab(slab, buffers.values, buffers.decoded);
}

Result<FirstPass> Analyzer::firstPass(const Job& job) {
  FirstPass total;
  std::vector<Buffers> buffers(slotsForThisArena());
  std::vector<FirstPass> passes(buffers.size());
  HALFTONE_TRY_STATUS(measureParts(
      m_measured.rows, buffers.size(), kDoing, job,
      [&](std::size_t slot, std::uint64_t part) -> Status {
        passes[slot] = {};
        const std::vector<Slab> slabs = m_measured.rows.part(part);
        for (std::size_t i = 0; i < slabs.size(); ++i)
          HALFTONE_TRY_STATUS(addTo(passes[slot], part, i, slabs[i], buffers[slot]));
        return {};
      },
      [&](std::size_t slot) { total.merge(passes[slot]); }));
  return total;
}

Result<SecondPass> Analyzer::secondPass(const AnalysisScale& scale, const Job& job) {
  SecondPass total(scale);
  std::vector<Buffers> buffers(slotsForThisArena());
  std::vector<SecondPass> passes(buffers.size(), SecondPass(scale));
  HALFTONE_TRY_STATUS(measureParts(
      m_measured.rows, buffers.size(), kDoing, job,
      [&](std::size_t slot, std::uint64_t part) -> Status {
        passes[slot] = SecondPass(scale);
        const std::vector<Slab> slabs = m_measured.rows.part(part);
        for (std::size_t i = 0; i < slabs.size(); ++i)
          HALFTONE_TRY_STATUS(addTo(passes[slot], part, i, slabs[i], buffers[slot]));
        return {};
      },
      [&](std::size_t slot) { total.merge(passes[slot]); }));
  return total;
}

std::uint64_t encodedBytes(const TensorInfo& tensor, TensorType type) {
  const Result<Bytes> bytes = tensorBytes(type, tensor.shape.columns(), tensor.shape.rows());
  return bytes ? bytes->count : kMostKept + 1;
}

struct CandidateType {
  TensorType type;
  Recoder recoder;
  bool onBackend = false;
};

void addErrors(const Measurement& measured, const CandidateType& candidate, const Slab& slab, Buffers& buffers,
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
  std::vector<Buffers> buffers(slotsForThisArena());
  std::vector<std::vector<ErrorSums>> sums(buffers.size());
  const auto work = [&](std::size_t slot, std::uint64_t part) -> Status {
    Buffers& own = buffers[slot];
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
  HALFTONE_TRY_STATUS(measureParts(measured.rows, buffers.size(), kDoing, measured.job, work, join));
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
  return withinMemory(kDoing, [&]() -> Result<std::vector<CandidateMetrics>> {
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

Result<TensorAnalysis> analyzeTensor(const Model& model, TensorId tensor, TensorType type,
                                     const ImportanceMatrix* importance, Sampling sampling, const Job& job,
                                     Effort effort, BackendGate* gate) {
  return withinMemory(kDoing, [&]() -> Result<TensorAnalysis> {
    HALFTONE_TRY(Measurement measured, Measurement::open(model, tensor, importance, sampling, job));
    measured.effort = effort;
    measured.gate = gate;
    HALFTONE_TRY(const Recoder recoder, Recoder::make(measured.source.info(), type, effort));
    const bool keepEncoded = encodedBytes(measured.source.info(), type) <= kMostKept;
    return Analyzer(measured, type, recoder, keepEncoded).run();
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
