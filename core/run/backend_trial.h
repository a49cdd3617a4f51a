// BackendTrial: one slab done by a backend and by the CPU, and compared.
// Thread-safety: pure, but for the backend.
#pragma once

#include <span>
#include <vector>

#include "core/run/backend.h"
#include "core/run/tensor_source.h"

namespace halftone {

// Values as a file holds them, and what to make of them.
struct TrialRows {
  TensorType sourceType = TensorType::F32;
  std::vector<std::byte> stored;
  std::vector<float> values;  // the CPU's decoding of them; finite
  std::size_t columns = 0;
  std::span<const float> importance;
};

struct TrialTimes {
  double secondsHere = 0;   // the CPU's encoding, on this thread
  double secondsThere = 0;  // the backend's, with transfers, when it is warm
};

// Errors: DeviceFailed with what differs (the source or the backend's own blocks decode otherwise there than here; the
// error is more than 0.1 % above the CPU's); as Backend::recode.
Result<TrialTimes> tryBackend(Backend& backend, const TrialRows& rows, TensorType type, Effort effort);

}  // namespace halftone
