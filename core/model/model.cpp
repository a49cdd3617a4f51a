#include "core/model/model.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "core/base/within_memory.h"

namespace halftone {
namespace {

TensorInfo describe(const StoredTensor& stored, std::size_t index) {
  TensorInfo info;
  info.id = TensorId{static_cast<std::uint32_t>(index)};
  info.name = stored.name;
  info.shape = stored.shape;
  info.type = stored.type;
  info.bytes = Bytes{stored.bytes};
  info.role = roleOfTensor(stored.name);
  info.layer = layerOfTensor(stored.name);
  info.file = stored.file;
  return info;
}

}  // namespace

Result<std::shared_ptr<const Model>> Model::open(const std::filesystem::path& path, const Job& job) {
  return withinMemory("opening the model", [&]() -> Result<std::shared_ptr<const Model>> {
    HALFTONE_TRY(ModelFiles files, openModelFiles(path, job));
    return std::make_shared<const Model>(std::move(files));
  });
}

Model::Model(ModelFiles files)
    : m_files(std::move(files)), m_hyperparameters(readHyperparameters(m_files.metadata, m_files.tensors)) {
  m_tensors.reserve(m_files.tensors.size());
  m_byName.reserve(m_files.tensors.size());
  for (const StoredTensor& stored : m_files.tensors) {
    const TensorInfo& info = m_tensors.emplace_back(describe(stored, m_tensors.size()));
    m_byName.emplace(stored.name, info.id);
    m_parameters += info.shape.elements();
    m_tensorBytes += info.bytes;
    const TensorTypeInfo* type = findTensorType(info.type);
    // A type that is unknown here is a block format of another runtime: every plain type is known.
    m_quantized = m_quantized || type == nullptr || type->quantized;
  }
}

std::filesystem::path Model::path() const {
  return m_files.files.empty() ? std::filesystem::path() : m_files.files.front()->path();
}

std::string Model::name() const {
  const std::string given = metadata().string("general.name").value_or("");
  if (!given.empty()) return given;
  if (format() == ModelFormat::Gguf || metadata().find("hf.model_type") == nullptr) return path().stem().string();
  std::error_code error;
  const std::filesystem::path whole = std::filesystem::absolute(path(), error);
  return (error ? path() : whole).parent_path().filename().string();
}

std::optional<TensorId> Model::findTensor(std::string_view name) const {
  const auto found = m_byName.find(name);
  if (found == m_byName.end()) return std::nullopt;
  return found->second;
}

std::span<const std::byte> Model::bytes(TensorId id) const {
  if (m_files.files.empty()) return {};
  const StoredTensor& stored = m_files.tensors[id.index()];
  return m_files.files[stored.file]->bytes().subspan(static_cast<std::size_t>(stored.offset),
                                                     static_cast<std::size_t>(stored.bytes));
}

Status Model::read(TensorId id, std::uint64_t offset, std::span<std::byte> bytes) const {
  const StoredTensor& stored = m_files.tensors[id.index()];
  Status done = m_files.files[stored.file]->readAt(stored.offset + offset, bytes);
  if (!done) done.error().subject = tensorSubject(done.error().subject, stored.name);
  return done;
}

void Model::release(TensorId id, std::uint64_t offset, std::uint64_t length) const {
  if (m_files.files.empty()) return;
  const StoredTensor& stored = m_files.tensors[id.index()];
  if (offset >= stored.bytes) return;
  m_files.files[stored.file]->release(stored.offset + offset, std::min(length, stored.bytes - offset));
}

void Model::willNeed(TensorId id, std::uint64_t offset, std::uint64_t length) const {
  if (m_files.files.empty()) return;
  const StoredTensor& stored = m_files.tensors[id.index()];
  if (offset >= stored.bytes) return;
  m_files.files[stored.file]->willNeed(stored.offset + offset, std::min(length, stored.bytes - offset));
}

Bytes Model::fileBytes() const {
  Bytes total;
  for (const auto& file : m_files.files) total += file->size();
  return total;
}

}  // namespace halftone
