// This computer's main memory, as the system tells it.
// Thread-safety: may be called from any thread; takes microseconds.
#pragma once

#include <optional>

#include "core/base/units.h"

namespace halftone::app {

struct SystemMemory {
  Bytes total;
  Bytes available;  // what new programs can get without swapping
};

// Nothing if the system does not tell.
std::optional<SystemMemory> readSystemMemory();

}  // namespace halftone::app
