// The sums of a row's errors, on all SIMD targets alike.
// Thread-safety: pure function. Determinism: the same bits on every target.
#pragma once

#include <span>

#include "core/analysis/error_sums.h"

namespace halftone {

// Of whole spans of equal length; empty importance: weighted sums equal the plain ones. REQUIRES: all values are
// finite.
ErrorSums finiteErrorSums(std::span<const float> source, std::span<const float> decoded,
                          std::span<const float> importance);

}  // namespace halftone
