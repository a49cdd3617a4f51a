// Which types can be encoded, for refusals and help.
// Thread-safety: all functions are pure.
#pragma once

#include <string>

#include "core/format/tensor_type.h"

namespace halftone::cli {

bool canEncode(TensorType type);
std::string encodableTypes();  // "q2_K, q3_K, …", lowest bits first

}  // namespace halftone::cli
