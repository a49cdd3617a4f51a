#include "core/run/measurement.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "core/run/column_importance.h"

namespace halftone {

Result<Measurement> Measurement::open(const Model& model, TensorId tensor, const ImportanceMatrix* importance,
                                      Sampling sampling, const Job& job) {
  HALFTONE_TRY(TensorSource source, TensorSource::open(model, tensor));
  const TensorInfo& info = source.info();
  const bool weighted = importance != nullptr && importance->has(info.name);
  const std::uint64_t matrices = info.shape.matrices();
  for (std::uint64_t matrix = 0; weighted && matrix < matrices; ++matrix) {
    const std::size_t columns = importance->columns(info.name, matrix).size();
    if (columns != 0 && columns != info.shape.columns())
      return failure({ErrorCode::WrongImportance, kMeasuring, "tensor " + info.name,
                      fmt::format("its importance has {} columns, its rows have {}", columns, info.shape.columns()),
                      "Use the importance matrix that was made for this model"});
  }
  return Measurement{std::move(source), weighted ? importance : nullptr, {info.shape, weighted, sampling}, job};
}

bool Measurement::backendTakes(TensorType type) const {
  if (gate == nullptr || type == source.info().type) return false;
  const Slab middle = rows.part(rows.parts() / 2).front();
  gate->tryOut(source, middle, type, effort, importanceOf(middle));
  return gate->takes(source.info().type, type, effort);
}

RecodeJob Measurement::recodeJob(const Slab& slab, std::span<const std::byte> stored, TensorType type) const {
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

bool Measurement::recodeOnBackend(const RecodeJob& recode) const {
  const std::optional<RecodeOutcome> outcome = gate->recode(recode);
  return outcome && outcome->notFinite == 0;
}

std::span<const float> Measurement::importanceOf(const Slab& slab) const {
  return columnImportance(importance, source.info().name, slab);
}

RowSlab Measurement::rowSlab(const Slab& slab, std::span<const float> values, std::span<const float> decoded) const {
  return {slab.firstRow, slab.firstColumn, static_cast<std::size_t>(slab.columns), values, decoded, importanceOf(slab)};
}

Status SlabBuffers::read(const Measurement& measured, const Slab& slab) {
  values.clear();
  return measured.source.readStored(slab, stored);
}

void SlabBuffers::decodeValues(const Measurement& measured, const Slab& slab) {
  if (!values.empty()) return;
  values.resize(slab.values());
  decoded.resize(slab.values());
  measured.source.codec().decode(stored, values);
}

}  // namespace halftone
