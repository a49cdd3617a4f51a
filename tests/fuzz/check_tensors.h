// What holds for the tensors of every file that a parser accepted.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <unordered_set>
#include <vector>

#include "core/format/stored_tensor.h"
#include "core/format/utf8.h"

namespace halftone::fuzz {

// A fuzz target reports a broken promise by trapping.
inline void require(bool holds) {
  if (!holds) std::abort();
}

inline void checkTensors(const std::vector<StoredTensor>& tensors, std::uint64_t fileSize) {
  std::unordered_set<std::string> names;
  std::uint64_t end = 0;
  for (const StoredTensor& tensor : tensors) {
    require(!tensor.name.empty() && names.insert(tensor.name).second);
    require(validUtf8(tensor.name) == tensor.name);
    require(tensor.offset >= end && tensor.offset <= fileSize && tensor.bytes <= fileSize - tensor.offset);
    require(tensor.shape.elements() > 0 && tensor.shape.rank <= 4);
    end = tensor.offset + tensor.bytes;
  }
}

}  // namespace halftone::fuzz
