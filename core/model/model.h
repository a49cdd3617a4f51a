// Model: an opened model, immutable: its metadata, its tensors, and their bytes.
// Thread-safety: const access from any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/ids.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/base/units.h"
#include "core/format/model_files.h"
#include "core/model/hyperparameters.h"
#include "core/model/role.h"

namespace halftone {

struct TensorInfo {
  TensorId id;
  std::string name;
  Shape shape;
  TensorType type = TensorType::F32;
  Bytes bytes;
  Role role = Role::Other;
  std::optional<LayerIndex> layer;
  std::uint32_t file = 0;
};

class Model {
 public:
  // Opens files as openModelFiles does. Errors: the same, and OutOfMemory.
  static Result<std::shared_ptr<const Model>> open(const std::filesystem::path& path, const Job& job = {});

  // A model from parts; with no files it has no bytes (bytes() is empty) but can be planned. REQUIRES: at most 2^32
  // tensors; with files, every tensor lies inside its file.
  explicit Model(ModelFiles files);
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  ModelFormat format() const { return m_files.format; }
  std::uint32_t version() const { return m_files.version; }  // of GGUF; 0 for other formats
  // The path that names the model: of its first file; empty without files.
  std::filesystem::path path() const;
  std::span<const std::shared_ptr<const MappedFile>> files() const { return m_files.files; }
  std::uint32_t alignment() const { return m_files.alignment; }
  const Metadata& metadata() const { return m_files.metadata; }
  const Hyperparameters& hyperparameters() const { return m_hyperparameters; }
  std::string name() const;  // general.name, else the file's stem, or the folder's name of a Hugging Face model

  std::span<const TensorInfo> tensors() const { return m_tensors; }
  const TensorInfo& tensor(TensorId id) const { return m_tensors[id.index()]; }
  std::optional<TensorId> findTensor(std::string_view name) const;

  // Copies the tensor's bytes from `offset` on into `bytes`. REQUIRES: a model with files, a range inside the tensor.
  // Errors: Truncated or CannotRead, naming the file and the tensor.
  Status read(TensorId id, std::uint64_t offset, std::span<std::byte> bytes) const;

  // The tensor's bytes in its mapped file; empty for a model without files. See MappedFile for when not to use it.
  std::span<const std::byte> bytes(TensorId id) const;
  // Tells the system that `length` bytes at `offset` of the tensor are not needed again soon; or are read next.
  void release(TensorId id, std::uint64_t offset, std::uint64_t length) const;
  void willNeed(TensorId id, std::uint64_t offset, std::uint64_t length) const;

  std::uint64_t parameters() const { return m_parameters; }  // values of all tensors
  Bytes tensorBytes() const { return m_tensorBytes; }        // stored bytes of all tensors
  Bytes fileBytes() const;                                   // size of all files
  bool quantized() const { return m_quantized; }             // some tensor is in a block format

 private:
  ModelFiles m_files;
  Hyperparameters m_hyperparameters;
  std::vector<TensorInfo> m_tensors;
  std::unordered_map<std::string_view, TensorId> m_byName;  // views of m_files.tensors' names
  std::uint64_t m_parameters = 0;
  Bytes m_tensorBytes;
  bool m_quantized = false;
};

}  // namespace halftone
