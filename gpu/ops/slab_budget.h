// SlabBudget: how many slabs a device works on at once, and how long they are, by the memory that it has free.
// Thread-safety: pure functions.
#pragma once

#include <cstddef>

#include "core/base/units.h"

namespace halftone::gpu {

struct SlabBudget {
  std::size_t slabs = 0;   // at once, at least 1
  std::size_t values = 0;  // of each, at most
  friend bool operator==(const SlabBudget&, const SlabBudget&) = default;
};

// What a slab of so many values takes on a device at most, whatever its types and measures.
Bytes memoryOfSlab(std::size_t values);

// Fills at most half of what is free, since others want memory as well: first with whole slabs, four at most, then, if
// there is no room for one, with one of half the values, or a quarter, and so on. Where there is room for nothing, a
// slab so small that failing costs nothing.
SlabBudget slabBudget(Bytes free);

}  // namespace halftone::gpu
