// ModelFiles: what every model format has in common: mapped files, metadata, and where each tensor's bytes are.
// The format is recognised by content, never by the file's name.
// Thread-safety: immutable after opening.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/format/metadata.h"
#include "core/format/shape.h"
#include "core/format/stored_tensor.h"
#include "core/format/tensor_type.h"
#include "core/io/mapped_file.h"

namespace halftone {

enum class ModelFormat { Gguf, Safetensors };

struct ModelFiles {
  ModelFormat format = ModelFormat::Gguf;
  std::uint32_t version = 0;                             // GGUF's version
  std::uint32_t alignment = 32;                          // of tensor data in GGUF
  std::vector<std::shared_ptr<const MappedFile>> files;  // in shard order; one if not sharded
  // Of GGUF: shard 0's, without its split.* keys. Of safetensors: `__metadata__` under "safetensors.", and what
  // config.json beside the weights says under "hf." (nested objects joined by dots).
  Metadata metadata;
  std::vector<StoredTensor> tensors;  // shard by shard, by offset
};

// Opens `path`: a GGUF (any shard of a sharded model opens the whole model), a safetensors file, its index.json, or a
// folder that holds one model. Tensors lie inside their files, do not overlap, and have unique names.
// Errors: NotFound, CannotRead, UnknownFormat, UnsupportedVersion, Truncated, Corrupt, MissingShard; each names the
// file and the tensor or key. Cancelled, which is noticed between files and inside a GGUF header.
Result<ModelFiles> openModelFiles(const std::filesystem::path& path, const Job& job = {});

}  // namespace halftone
