#include "core/calibration/importance_matrix.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "core/base/within_memory.h"
#include "core/calibration/importance_file.h"
#include "core/format/file_kind.h"

namespace halftone {
namespace {

constexpr const char* kDoing = "reading the importance matrix";

Result<ImportanceFile> parseEither(std::span<const std::byte> bytes, const std::string& file, const Job& job) {
  if (fileKind(bytes) == FileKind::Gguf) return parseImportanceGguf(bytes, file, job);
  if (looksLikeImportanceDat(bytes)) return parseImportanceDat(bytes, file, job);
  Error error = unknownFormat(bytes, file);
  if (fileKind(bytes) != FileKind::Other) error.reason = "this is no importance matrix";
  error.doing = kDoing;
  error.advice = "choose the .gguf or .dat file that llama-imatrix wrote";
  return failure(std::move(error));
}

Error wrongImportance(const std::filesystem::path& path, std::string_view tensor, std::string reason) {
  const std::string file = path.string();
  return {ErrorCode::WrongImportance, "checking the importance matrix against the model",
          tensor.empty() ? file : tensorSubject(file, tensor), std::move(reason),
          "use an importance matrix that was made from this model"};
}

Status checkEntry(const std::filesystem::path& path, const TensorInfo& tensor, const ImportanceEntry& entry) {
  if (entry.columns == tensor.shape.columns() && entry.experts == tensor.shape.matrices()) return {};
  const auto text = [](std::uint64_t columns, std::uint64_t experts) {
    return experts == 1 ? fmt::format("{} columns", columns)
                        : fmt::format("{} columns of {} experts", columns, experts);
  };
  return failure(
      wrongImportance(path, tensor.name,
                      fmt::format("the importance is for {}, the tensor has {}", text(entry.columns, entry.experts),
                                  text(tensor.shape.columns(), tensor.shape.matrices()))));
}

}  // namespace

Status checkImportance(const std::vector<float>& values, const std::string& file, std::string_view tensor) {
  for (std::size_t index = 0; index < values.size(); ++index) {
    const float value = values[index];
    if (std::isfinite(value) && value >= 0) continue;
    return failure({std::isfinite(value) ? ErrorCode::Corrupt : ErrorCode::NotFinite, kDoing,
                    tensorSubject(file, tensor), fmt::format("the importance of column {} is {}", index, value),
                    "make the importance matrix again; its calibration overflowed or the file is damaged"});
  }
  return {};
}

Result<ImportanceMatrix> ImportanceMatrix::read(const std::filesystem::path& path, const Job& job) {
  return withinMemory(kDoing, [&]() -> Result<ImportanceMatrix> {
    HALFTONE_TRY(const MappedFile file, MappedFile::open(path));
    return parse(file.bytes(), path, job);
  });
}

Result<ImportanceMatrix> ImportanceMatrix::read(const std::filesystem::path& path, const Model& model, const Job& job) {
  return withinMemory(kDoing, [&]() -> Result<ImportanceMatrix> {
    HALFTONE_TRY(ImportanceMatrix matrix, read(path, job));
    matrix.splitExperts(model);
    HALFTONE_TRY_STATUS(matrix.checkFits(model));
    return matrix;
  });
}

Result<ImportanceMatrix> ImportanceMatrix::parse(std::span<const std::byte> bytes, const std::filesystem::path& path,
                                                 const Job& job) {
  HALFTONE_TRY(ImportanceFile file, parseEither(bytes, path.string(), job));
  ImportanceMatrix matrix;
  matrix.m_path = path;
  matrix.m_datasets = std::move(file.datasets);
  matrix.m_chunks = file.chunks;
  matrix.m_entries = std::move(file.entries);
  matrix.m_expertsUnknown = fileKind(bytes) != FileKind::Gguf;
  return matrix;
}

void ImportanceMatrix::splitExperts(const Model& model) {
  if (!m_expertsUnknown) return;
  for (auto& [name, entry] : m_entries) {
    const std::optional<TensorId> id = model.findTensor(name);
    const std::uint64_t experts = id ? model.tensor(*id).shape.matrices() : 1;
    if (experts == 1 || entry.columns % experts != 0) continue;
    entry.columns /= experts;
    entry.experts = experts;
    entry.counts.assign(static_cast<std::size_t>(experts), entry.counts.front());
  }
  m_expertsUnknown = false;
}

std::span<const float> ImportanceMatrix::columns(std::string_view tensor, std::uint64_t expert) const {
  const auto found = m_entries.find(tensor);
  if (found == m_entries.end() || expert >= found->second.experts) return {};
  const ImportanceEntry& entry = found->second;
  return std::span(entry.values)
      .subspan(static_cast<std::size_t>(expert * entry.columns), static_cast<std::size_t>(entry.columns));
}

Status ImportanceMatrix::checkFits(const Model& model) const {
  std::size_t known = 0;
  for (const auto& [name, entry] : m_entries) {
    const std::optional<TensorId> id = model.findTensor(name);
    if (!id) continue;
    ++known;
    HALFTONE_TRY_STATUS(checkEntry(m_path, model.tensor(*id), entry));
  }
  if (known > 0) return {};
  return failure(wrongImportance(m_path, "", "none of its tensors is in the model"));
}

}  // namespace halftone
