// Decoding on a device: blocks of bytes into f32, equal to Codec::decode bit by bit (NaN for NaN).
// Thread-safety: pure functions; a Lane is used by one thread at a time.
#pragma once

#include <cstddef>

#include "core/format/tensor_type.h"
#include "gpu/vk/lane.h"

namespace halftone::gpu {

// From where to where.
enum class DecodeOf {
  Source,   // kStored to kValues
  Encoded,  // kBlocks to kDecoded
};

// Whether there is a shader for `type`: all that canEncode() names, which are the types of weights.
bool canDecode(TensorType type);

// Adds the steps that decode `values` values, for which the bytes are in place, and reserves their target, in whole
// fours of values. `lane` must have its tables, see prepareTables(). REQUIRES: canDecode(type), whole blocks, fewer
// than 2^32 values.
void addDecode(Lane& lane, TensorType type, DecodeOf of, std::size_t values);

}  // namespace halftone::gpu
