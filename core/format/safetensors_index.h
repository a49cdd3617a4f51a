// Reading a `….safetensors.index.json`: which file of a sharded model has which tensor.
// Thread-safety: pure.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace halftone {

struct SafetensorsIndex {
  std::set<std::string> files;                               // plain names, in the index's own folder; at least one
  std::vector<std::pair<std::string, std::string>> tensors;  // name, file
};

// `path` is the index's name for errors. Errors: UnknownFormat for what is no index, Corrupt naming the tensor.
Result<SafetensorsIndex> parseSafetensorsIndex(std::string_view json, const std::filesystem::path& path);

// The error for an index that contradicts itself or its files.
Error wrongIndex(const std::filesystem::path& path, std::string reason);

}  // namespace halftone
