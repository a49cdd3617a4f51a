// Opening a GGUF model of one file or of shards; see shardPath() for how shards are named.
// Thread-safety: pure but for reading files.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/format/model_files.h"

namespace halftone {

// "name-00002-of-00003.gguf" taken apart.
struct ShardName {
  std::filesystem::path base;  // "name.gguf", in the same folder
  std::size_t index = 0;       // 0-based
  std::size_t count = 0;
};

// Nothing if the file's name is not a shard's. Safetensors are numbered alike, with an `extension` of their own.
std::optional<ShardName> parseShardName(const std::filesystem::path& path, std::string_view extension = ".gguf");

// "name.gguf" -> "name-00001-of-00003.gguf"; unchanged for a count of 1. `index` is 0-based.
std::filesystem::path shardPath(const std::filesystem::path& path, std::size_t index, std::size_t count);

// The model that `file`, a GGUF, is or belongs to. Errors: as openModelFiles.
Result<ModelFiles> openGguf(std::shared_ptr<const MappedFile> file, const Job& job = {});

}  // namespace halftone
