// Slots: which binding of a Lane holds what. gpu/shaders/slots.glsl says the same to the shaders.
// Thread-safety: constants.
#pragma once

#include <cstdint>

namespace halftone::gpu {

enum Slot : std::uint32_t {
  kStored,      // the source's bytes, as its file holds them
  kValues,      // f32, rows × columns
  kImportance,  // f32, one per column
  kBlocks,      // encoded bytes, zeros up to a whole word
  kDecoded,     // f32, rows × columns
  kTables,      // codebooks, see tables.h
  kSums,        // what a pass found
  kWork,        // between two dispatches
};

}  // namespace halftone::gpu
