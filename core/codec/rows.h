// What an encoder is given: rows of values, what their columns matter, and how hard to search.
// Thread-safety: plain values.
#pragma once

#include <cstddef>
#include <span>

#include "core/base/effort.h"

namespace halftone {

struct Rows {
  std::span<const float> values;           // whole rows, one after the other
  std::size_t columns = 0;                 // values of a row
  std::span<const float> importance = {};  // one weight per column, or empty: all 1
  Effort effort = Effort::Normal;
};

}  // namespace halftone
