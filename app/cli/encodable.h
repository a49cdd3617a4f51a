// Which types can be encoded, in words, for refusals and help.
// Thread-safety: all functions are pure.
#pragma once

#include <string>

namespace halftone::cli {

std::string encodableTypeNames();  // "q2_K, q3_K, …", lowest bits first

}  // namespace halftone::cli
