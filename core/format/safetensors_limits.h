// Limits that the safetensors format sets.
// Thread-safety: constants.
#pragma once

#include <cstdint>

namespace halftone {

constexpr std::uint64_t kSafetensorsHeaderLimit = 100'000'000;  // bytes of the JSON header

}  // namespace halftone
