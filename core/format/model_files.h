// ModelFiles: what every model format has in common: mapped files, metadata, and where each tensor's bytes are.
// The format is recognised by content, never by the file's name.
// Thread-safety: immutable after opening.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/format/metadata.h"
#include "core/format/shape.h"
#include "core/format/tensor_type.h"
#include "core/io/mapped_file.h"

namespace halftone {

enum class ModelFormat { Gguf, Safetensors };

struct StoredTensor {
  std::string name;
  Shape shape;
  TensorType type = TensorType::F32;
  std::uint32_t file = 0;    // index into ModelFiles::files
  std::uint64_t offset = 0;  // from the start of that file
  std::uint64_t bytes = 0;   // of an unknown type: up to the next tensor
};

struct ModelFiles {
  ModelFormat format = ModelFormat::Gguf;
  std::uint32_t version = 0;                             // GGUF's version
  std::uint32_t alignment = 32;                          // of tensor data in GGUF
  std::vector<std::shared_ptr<const MappedFile>> files;  // in shard order; one if not sharded
  Metadata metadata;                                     // of shard 0, without its split.* keys
  std::vector<StoredTensor> tensors;                     // shard by shard, in file order
};

// Opens `path`: a GGUF (any shard of a sharded model opens the whole model), a safetensors file, its index.json, or a
// folder that holds one model. Tensors lie inside their files, do not overlap, and have unique names.
// Errors: NotFound, CannotRead, UnknownFormat, UnsupportedVersion, Truncated, Corrupt, MissingShard; each names the
// file and the tensor or key.
Result<ModelFiles> openModelFiles(const std::filesystem::path& path);

}  // namespace halftone
