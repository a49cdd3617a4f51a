// SearchTable: what a shader is given of a search: numbers to read, and what it is specialised by.
// Thread-safety: values.
#pragma once

#include <cstdint>
#include <vector>

namespace halftone::gpu {

struct SearchTable {
  std::vector<std::uint32_t> table;      // words of kTables
  std::vector<std::uint32_t> constants;  // that the shader is specialised by, from constant_id 1 on
};

}  // namespace halftone::gpu
