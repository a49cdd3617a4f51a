// analyzeTensor of measure.h: two passes over the tensor, the second on scales that the first finds.
#include "core/analysis/tensor_passes.h"
#include "core/base/within_memory.h"
#include "core/run/measurement.h"
#include "core/run/ordered_pipeline.h"

namespace halftone {
namespace {

// Encoded blocks are kept between the two passes of an analysis up to this many bytes; beyond, they are made again.
constexpr std::uint64_t kMostKept = std::uint64_t{1} << 26;

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
  template <class Pass>
  Result<Pass> passOver(const Pass& empty, const Job& job);
  Status addTo(FirstPass& pass, std::uint64_t part, std::size_t index, const Slab& slab, SlabBuffers& buffers);
  Status addTo(SecondPass& pass, std::uint64_t part, std::size_t index, const Slab& slab, SlabBuffers& buffers);
  RowSlab recoded(std::uint64_t part, std::size_t index, const Slab& slab, SlabBuffers& buffers);

  const Measurement& m_measured;
  const TensorType m_type;
  const Recoder& m_recoder;
  const bool m_onBackend;
  EncodedParts m_encoded;
};

Result<TensorAnalysis> Analyzer::run() {
  HALFTONE_TRY(const FirstPass first, passOver(FirstPass(), m_measured.job.part(0, 0.7)));
  HALFTONE_TRY(const SecondPass second, passOver(SecondPass(first.scale()), m_measured.job.part(0.7, 1)));
  TensorAnalysis analysis = finishAnalysis(first, second);
  analysis.error.sampled = m_measured.rows.sampled();
  analysis.source.sampled = m_measured.rows.sampled();
  return analysis;
}

Status Analyzer::addTo(FirstPass& pass, std::uint64_t part, std::size_t index, const Slab& slab, SlabBuffers& buffers) {
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
Status Analyzer::addTo(SecondPass& pass, std::uint64_t part, std::size_t index, const Slab& slab,
                       SlabBuffers& buffers) {
  HALFTONE_TRY_STATUS(buffers.read(m_measured, slab));
  if (m_onBackend && m_encoded.find(part, index) == nullptr) {
    RecodeJob recode = m_measured.recodeJob(slab, buffers.stored, m_type);
    recode.second = &pass;
    if (m_measured.recodeOnBackend(recode)) return {};
  }
  pass.add(recoded(part, index, slab, buffers));
  return {};
}

RowSlab Analyzer::recoded(std::uint64_t part, std::size_t index, const Slab& slab, SlabBuffers& buffers) {
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

// `empty` joined with what all parts add to it.
template <class Pass>
Result<Pass> Analyzer::passOver(const Pass& empty, const Job& job) {
  Pass total = empty;
  std::vector<SlabBuffers> buffers(slotsForThisArena());
  std::vector<Pass> passes(buffers.size(), empty);
  HALFTONE_TRY_STATUS(measureParts(
      m_measured.rows, buffers.size(), kMeasuring, job,
      [&](std::size_t slot, std::uint64_t part) -> Status {
        passes[slot] = empty;
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

}  // namespace

Result<TensorAnalysis> analyzeTensor(const Model& model, TensorId tensor, TensorType type,
                                     const ImportanceMatrix* importance, Sampling sampling, const Job& job,
                                     Effort effort, BackendGate* gate) {
  return withinMemory(kMeasuring, [&]() -> Result<TensorAnalysis> {
    HALFTONE_TRY(Measurement measured, Measurement::open(model, tensor, importance, sampling, job));
    measured.effort = effort;
    measured.gate = gate;
    HALFTONE_TRY(const Recoder recoder, Recoder::make(measured.source.info(), type, effort));
    const bool keepEncoded = encodedBytes(measured.source.info(), type) <= kMostKept;
    return Analyzer(measured, type, recoder, keepEncoded).run();
  });
}

}  // namespace halftone
