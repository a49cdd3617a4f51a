// What the shader tools know of SPIR-V: https://registry.khronos.org/SPIR-V, unified specification, section 2.3
// (physical layout).
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace halftone::gpu {

// `module` with the decoration NoContraction on every addition, subtraction and multiplication of floats, so that no
// driver makes two of them one with a single rounding: what a shader computes is what the CPU computes. Nothing if it
// is no SPIR-V.
std::optional<std::vector<std::uint32_t>> withoutContraction(const std::vector<std::uint32_t>& module);

}  // namespace halftone::gpu
