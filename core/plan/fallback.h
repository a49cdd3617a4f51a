// What a tensor becomes when its rows do not divide into the blocks of the type that is wanted for it.
// Thread-safety: all functions are pure.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/units.h"
#include "core/format/shape.h"
#include "core/format/tensor_type.h"

namespace halftone {

// `wanted` itself if rows of `columns` values divide into its blocks, else the type that takes its place.
// REQUIRES: `wanted` is a known type.
TensorType fallbackType(TensorType wanted, std::uint64_t columns);

// What the fallback adds over `wanted` at its bits per weight.
Bytes fallbackCost(TensorType wanted, TensorType type, std::uint64_t elements);

// "896 columns do not divide into blocks of 256: q5_0 instead of q4_K, 42.30 MB more".
std::string fallbackReason(TensorType wanted, TensorType type, const Shape& shape);

}  // namespace halftone
