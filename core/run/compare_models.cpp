#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/analysis/tensor_passes.h"
#include "core/base/within_memory.h"
#include "core/run/measure.h"
#include "core/run/measured_rows.h"
#include "core/run/ordered_pipeline.h"

namespace halftone {
namespace {

constexpr const char* kComparing = "comparing";

struct Buffers {
  std::vector<float> source;
  std::vector<float> decoded;
  std::vector<std::byte> stored;
  FirstPass first;
  TailCount tail{0};
};

// The rows of one tensor in one or two models.
struct TensorPair {
  TensorSource original;
  const TensorSource* quantized;  // null: the original alone
  MeasuredRows rows;
  const char* doing;

  Result<RowSlab> read(const Slab& slab, Buffers& buffers) const;
};

Result<RowSlab> TensorPair::read(const Slab& slab, Buffers& buffers) const {
  buffers.source.resize(slab.values());
  HALFTONE_TRY_STATUS(original.read(slab, buffers.stored, buffers.source));
  if (quantized != nullptr) {
    buffers.decoded.resize(slab.values());
    HALFTONE_TRY_STATUS(quantized->read(slab, buffers.stored, buffers.decoded));
  }
  return RowSlab{slab.firstRow,  slab.firstColumn, static_cast<std::size_t>(slab.columns),
                 buffers.source, buffers.decoded,  {}};
}

Result<FirstPass> firstPass(const TensorPair& pair, const Job& job) {
  FirstPass total;
  std::vector<Buffers> buffers(slotsForThisArena());
  HALFTONE_TRY_STATUS(measureParts(
      pair.rows, buffers.size(), pair.doing, job,
      [&](std::size_t slot, std::uint64_t part) -> Status {
        buffers[slot].first = {};
        for (const Slab& slab : pair.rows.part(part)) {
          HALFTONE_TRY(const RowSlab rows, pair.read(slab, buffers[slot]));
          buffers[slot].first.add(rows);
        }
        return {};
      },
      [&](std::size_t slot) { total.merge(buffers[slot].first); }));
  return total;
}

// Of the original's values, which alone the tail is counted of.
Result<TailCount> tailPass(const TensorPair& pair, double sigma, const Job& job) {
  TailCount total(sigma);
  std::vector<Buffers> buffers(slotsForThisArena());
  HALFTONE_TRY_STATUS(measureParts(
      pair.rows, buffers.size(), pair.doing, job,
      [&](std::size_t slot, std::uint64_t part) -> Status {
        Buffers& own = buffers[slot];
        own.tail = TailCount(sigma);
        for (const Slab& slab : pair.rows.part(part)) {
          own.source.resize(slab.values());
          HALFTONE_TRY_STATUS(pair.original.read(slab, own.stored, own.source));
          own.tail.add(own.source);
        }
        return {};
      },
      [&](std::size_t slot) { total.merge(buffers[slot].tail); }));
  return total;
}

struct PairResult {
  ErrorSums errors;
  SourceStatistics source;
};

Result<PairResult> measurePair(const TensorPair& pair, const Job& job) {
  HALFTONE_TRY(const FirstPass first, firstPass(pair, job.part(0, 0.7)));
  HALFTONE_TRY(const TailCount tail, tailPass(pair, first.scale().sigma, job.part(0.7, 1)));
  PairResult result{first.errors(), finishSource(first, tail)};
  result.source.sampled = pair.rows.sampled();
  return result;
}

Result<PairResult> compareTensor(const Model& original, const Model& quantized, const TensorInfo& first,
                                 const TensorInfo& second, Sampling sampling, const Job& job) {
  if (first.shape.dimensions != second.shape.dimensions)
    return failure(
        {ErrorCode::Corrupt, kComparing, "tensor " + first.name,
         fmt::format("it is {} in the one model and {} in the other", first.shape.text(), second.shape.text()),
         "Compare a model with a quantization of itself"});
  HALFTONE_TRY(TensorSource source, TensorSource::open(original, first.id));
  HALFTONE_TRY(const TensorSource decoded, TensorSource::open(quantized, second.id));
  return measurePair({std::move(source), &decoded, {first.shape, false, sampling}, kComparing}, job);
}

std::vector<std::string> namesOnlyIn(const Model& model, const Model& other) {
  std::vector<std::string> names;
  for (const TensorInfo& tensor : model.tensors())
    if (!other.findTensor(tensor.name)) names.push_back(tensor.name);
  return names;
}

Result<Comparison> compare(const Model& original, const Model& quantized, Sampling sampling, const Job& job) {
  Comparison comparison;
  comparison.onlyInOriginal = namesOnlyIn(original, quantized);
  comparison.onlyInQuantized = namesOnlyIn(quantized, original);
  if (comparison.onlyInOriginal.size() == original.tensors().size())
    return failure({ErrorCode::NotFound, kComparing, quantized.path().filename().string(),
                    fmt::format("it has no tensor in common with {}", original.path().filename().string()),
                    "Compare a model with a quantization of itself"});
  ErrorSums total;
  double done = 0;
  const double all = static_cast<double>(original.parameters());
  for (const TensorInfo& tensor : original.tensors()) {
    const double from = std::min(1.0, done / all);
    done += static_cast<double>(tensor.shape.elements());
    const std::optional<TensorId> other = quantized.findTensor(tensor.name);
    if (!other) continue;
    HALFTONE_TRY(const PairResult pair, compareTensor(original, quantized, tensor, quantized.tensor(*other), sampling,
                                                      job.part(from, std::min(1.0, done / all))));
    total.merge(pair.errors);
    comparison.tensors.push_back(
        {tensor.name, tensor.type, quantized.tensor(*other).type, pair.errors.metrics(), pair.source});
    comparison.tensors.back().error.sampled = pair.source.sampled;
    comparison.total.sampled = comparison.total.sampled || pair.source.sampled;
  }
  const bool sampled = comparison.total.sampled;
  comparison.total = total.metrics();
  comparison.total.sampled = sampled;
  return comparison;
}

}  // namespace

Result<SourceStatistics> measureSource(const Model& model, TensorId tensor, Sampling sampling, const Job& job) {
  return withinMemory("measuring", [&]() -> Result<SourceStatistics> {
    HALFTONE_TRY(TensorSource source, TensorSource::open(model, tensor));
    const Shape shape = source.info().shape;
    HALFTONE_TRY(const PairResult result,
                 measurePair({std::move(source), nullptr, {shape, false, sampling}, "measuring"}, job));
    return result.source;
  });
}

Result<Comparison> compareModels(const Model& original, const Model& quantized, Sampling sampling, const Job& job) {
  return withinMemory(kComparing, [&] { return compare(original, quantized, sampling, job); });
}

}  // namespace halftone
