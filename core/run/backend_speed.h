// How fast a backend encodes beside the CPU, on this machine, now.
// Thread-safety: may run on any thread; parallel inside, in an arena of its own.
#pragma once

#include "core/run/backend.h"

namespace halftone {

struct EncodeSpeed {
  TensorType type = TensorType::F32;  // that was encoded as, from f16
  double here = 0;                    // weights per second, of all the CPU's threads
  double there = 0;                   // of the backend, transfers included
};

// Takes some tenths of a second: a few slabs of made-up weights, as the type that most models are made of among those
// that the backend knows. Errors: as Backend::recode, and DeviceFailed if it knows none.
Result<EncodeSpeed> measureEncodeSpeed(Backend& backend);

}  // namespace halftone
