// How hard the search of iq1_s and iq1_m looks, by effort; ternary_search-inl.h has its steps. What the CPU's uses, and
// what is handed to a device's.
// Thread-safety: constants and pure functions.
#pragma once

#include <cstddef>

#include "core/base/effort.h"

namespace halftone::codecs {

struct Iq1Depth {
  std::size_t scans;  // step 2: of scales, 1 or 2
  float first, step;  // step 3: d = the largest wanted scale over first, first + step, …,
  std::size_t steps;  // that many of them (a multiple of 16)
};

struct Iq1Depths {
  Iq1Depth quick, normal;

  constexpr const Iq1Depth& of(Effort effort, bool /*weighted*/) const {
    return effort == Effort::Quick ? quick : normal;
  }
};

inline constexpr Iq1Depths kIq1Depths = {{1, 7.0F, 0.6F, 16}, {2, 5.0F, 0.25F, 48}};

}  // namespace halftone::codecs
