// What an export through a device comes to: slabs of f16 up, encoded, blocks down, several at once, as the executor
// sends them.
// Thread-safety: may run on any thread; parallel inside.
#pragma once

#include "core/run/backend.h"

namespace halftone::bench {

struct ExportRate {
  double weights = 0;  // per second
  double up = 0;       // bytes per second to the device
  double down = 0;     // and from it
};

// Takes about `seconds`, after one slab that prepares shaders. Errors: as Backend::recode().
Result<ExportRate> exportRate(Backend& backend, TensorType type, double seconds);

}  // namespace halftone::bench
