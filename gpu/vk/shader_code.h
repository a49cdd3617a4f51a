// The shaders that were compiled into the program, by the names of their files in gpu/shaders: NAME, or
// NAME.VARIANT.
// Thread-safety: constants.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace halftone::gpu {

struct ShaderCode {
  std::string_view name;
  std::span<const std::uint32_t> words;  // SPIR-V
};

// All, ordered by name.
std::span<const ShaderCode> allShaders();

// The code of that name, or nothing.
std::span<const std::uint32_t> findShader(std::string_view name);

}  // namespace halftone::gpu
