// Files of 32-bit words, for the shader tools.
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace halftone::gpu {

// The words of a file; none if it cannot be read or is no whole number of words.
std::vector<std::uint32_t> readWords(const std::string& path);
bool writeWords(const std::string& path, const std::vector<std::uint32_t>& words);

}  // namespace halftone::gpu
