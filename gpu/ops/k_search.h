// What the shaders of the K types, iq4_xs and iq1 are told about their searches: the numbers of core/codec/k_grids.h,
// of IQ4_XSDepths and of kIq1Depths at effort normal. Thread-safety: values and pure functions.
#pragma once

#include <cstdint>
#include <vector>

#include "core/format/tensor_type.h"

namespace halftone::gpu {

struct KSearch {
  std::vector<std::uint32_t> table;      // words of kTables
  std::vector<std::uint32_t> constants;  // that the shader is specialised by, from constant_id 1 on
};

// The types there is a search of.
const std::vector<TensorType>& kSearchTypes();

// The table's first word will be word `tableAt` of kTables. REQUIRES: one of kSearchTypes().
KSearch makeKSearch(TensorType type, std::uint32_t tableAt);

}  // namespace halftone::gpu
