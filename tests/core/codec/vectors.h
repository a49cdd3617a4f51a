// The golden vectors' tensors, by name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/format/tensor_type.h"

namespace halftone::test {

struct Vector {
  std::uint64_t columns = 0;
  std::uint64_t rows = 0;
  TensorType type = TensorType::F32;
  std::vector<std::byte> bytes;
  std::vector<float> floats() const;  // REQUIRES: type is F32
};

// Reads tests/golden/NAME; throws if it cannot be read.
std::map<std::string, Vector> readVectors(const char* name);

}  // namespace halftone::test
