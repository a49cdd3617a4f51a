// Opening a model in safetensors: one file, an index with its shards, or a folder as Hugging Face lays it out.
// Thread-safety: pure but for reading files.
#pragma once

#include <filesystem>
#include <memory>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/format/model_files.h"

namespace halftone {

// The model that `file`, a safetensors file, is or, where an index beside it names it, belongs to. Errors: also
// MissingShard, naming the index, for a file whose name says that it is one of several and that no index names.
Result<ModelFiles> openSafetensors(std::shared_ptr<const MappedFile> file, const Job& job = {});

// The model of a `….safetensors.index.json`. Its files must be plain names in the same folder. Errors: also
// MissingShard, UnknownFormat for JSON that is no index.
Result<ModelFiles> openSafetensorsIndex(const std::filesystem::path& path, const Job& job = {});

// The model in a folder: its index, else its only safetensors file, else its only GGUF model. Errors: NotFound (none),
// InvalidArgument (several), CannotRead (the folder cannot be listed).
Result<ModelFiles> openModelFolder(const std::filesystem::path& path, const Job& job = {});

}  // namespace halftone
