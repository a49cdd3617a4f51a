// What the shaders that search super-blocks (K types, iq4_xs, iq1) are told about it: the numbers of
// core/codec/k_grids.h, of IQ4_XSDepths and of kIq1Depths at effort normal. Thread-safety: values and pure functions.
#pragma once

#include <cstdint>
#include <vector>

#include "core/format/tensor_type.h"
#include "gpu/ops/search_table.h"

namespace halftone::gpu {

// The types there is a search of.
const std::vector<TensorType>& superBlockSearchTypes();

// The table's first word will be word `tableAt` of kTables. REQUIRES: one of superBlockSearchTypes().
SearchTable makeSuperBlockSearch(TensorType type, std::uint32_t tableAt);

}  // namespace halftone::gpu
