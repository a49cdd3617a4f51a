// Tables: the codebooks of the iq types, the uneven levels of others and what searches try, as shaders read them, from
// the same constants as the CPU's. Thread-safety: pure functions; a Lane is used by one thread at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/effort.h"
#include "core/format/tensor_type.h"
#include "gpu/vk/lane.h"

namespace halftone::gpu {

// All tables, one after the other, in words. tables.glsl has their places; those of searches, which come last, are told
// by searchConstants() and tableOfDepth().
std::span<const std::uint32_t> allTables();

// What the shader that encodes `type` is specialised by, from constant_id 1 on; none if it does not search by tables.
std::vector<std::uint32_t> searchConstants(TensorType type);

// Where among them the depth of a search is, for a type of independent blocks.
std::uint32_t tableOfDepth(TensorType type, Effort effort);

// Adds the upload of the tables to kTables. Needed once in a lane's life, in its first run().
void prepareTables(Lane& lane);

}  // namespace halftone::gpu
