// Encoding on a device: f32 into blocks of bytes, by the search of Codec::encode at effort normal, restated.
// Thread-safety: pure functions; a Lane is used by one thread at a time.
#pragma once

#include <cstddef>

#include "core/base/effort.h"
#include "core/format/tensor_type.h"
#include "gpu/vk/lane.h"

namespace halftone::gpu {

// What is in kValues (and, if weighted, kImportance).
struct DeviceRows {
  std::size_t rows = 0;
  std::size_t columns = 0;
  bool weighted = false;
};

// Whether there is a shader for `type` at `effort`.
bool canEncode(TensorType type, Effort effort);

// Adds the steps that encode `rows` into kBlocks, and reserves it. Values are finite. The last word of kBlocks is
// filled up with zeros. REQUIRES: canEncode(type, effort), columns a multiple of the block length; the tables as
// addDecode().
void addEncode(Lane& lane, TensorType type, Effort effort, const DeviceRows& rows);

}  // namespace halftone::gpu
