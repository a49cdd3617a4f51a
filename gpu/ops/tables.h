// Tables: the codebooks of the iq types and the uneven levels of others as shaders read them, from the same constants
// as the CPU's. Thread-safety: pure functions; a Lane is used by one thread at a time.
#pragma once

#include <cstdint>
#include <span>

#include "gpu/vk/lane.h"

namespace halftone::gpu {

// All tables, one after the other, in words. tables.glsl has their places.
std::span<const std::uint32_t> allTables();

// Adds the upload of the tables to kTables. Needed once in a lane's life, in its first run().
void prepareTables(Lane& lane);

}  // namespace halftone::gpu
