// Codeword lists: the codebooks of the iq2 and iq3 types in the order in which their shaders compare all codewords.
// Thread-safety: values and pure functions.
#pragma once

#include <cstdint>
#include <vector>

#include "core/format/tensor_type.h"
#include "gpu/ops/search_table.h"

namespace halftone::gpu {

// The types that have one.
const std::vector<TensorType>& codewordListTypes();

// A list begins with the halves that entries are made of, each once: its levels, then their squares, as f32. Then comes
// a word for each entry: where in kTables, in fours of words, its first half is, and from bit 16 on, where its second.
// Then, for each run of entries that share their second half, the number of the first entry behind it.
// The list's first word will be word `tableAt` of kTables. REQUIRES: one of codewordListTypes(); a multiple of 4.
SearchTable makeCodewordList(TensorType type, std::uint32_t tableAt);

}  // namespace halftone::gpu
