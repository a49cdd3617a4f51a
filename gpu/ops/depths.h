// Depths: how hard the searches of the types of independent blocks look, as their shaders read it, from the same
// constants as the CPU's. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/effort.h"
#include "core/format/tensor_type.h"

namespace halftone::gpu {

// One depth after the other, in words. scale_search.glsl, offset_search.glsl and candidate_scales.glsl say what is in
// one.
std::span<const std::uint32_t> allDepths();

// Where in allDepths() that of a type is; 0 for a type whose shader asks for none.
std::uint32_t depthPlace(TensorType type, Effort effort);

}  // namespace halftone::gpu
