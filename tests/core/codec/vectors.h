// The golden vectors' tensors, by name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace halftone::test {

struct Vector {
  std::uint64_t columns = 0;
  std::uint64_t rows = 0;
  std::uint32_t type = 0;
  std::vector<std::byte> bytes;
  std::vector<float> floats() const;  // REQUIRES: type is f32
};

// Reads tests/golden/NAME, a small GGUF without array keys; throws if it is not there.
std::map<std::string, Vector> readVectors(const char* name);

}  // namespace halftone::test
