// Which tensors are never quantized, and why.
// Thread-safety: all functions are pure.
#pragma once

#include <string>
#include <string_view>

#include "core/model/model.h"

namespace halftone {

// Why this tensor is never quantized, as a phrase ("one dimension", "a norm"); empty if it may be.
std::string_view whyNeverQuantized(const TensorInfo& tensor);

}  // namespace halftone
