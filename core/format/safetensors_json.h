// The JSON of a safetensors header, read into plain entries without building a document.
// Thread-safety: pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace halftone {

struct SafetensorsEntry {
  std::string name;
  std::string dtype;
  std::vector<std::uint64_t> shape;    // slowest-varying first
  std::vector<std::uint64_t> offsets;  // begin, end
};

struct SafetensorsJson {
  std::vector<std::pair<std::string, std::string>> metadata;
  std::vector<SafetensorsEntry> entries;
};

// Errors: Corrupt, naming `file` and, where it is known, the tensor.
Result<SafetensorsJson> parseSafetensorsJson(std::string_view json, const std::string& file);

}  // namespace halftone
