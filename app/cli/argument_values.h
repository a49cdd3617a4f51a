// Single values of arguments, from their words. Errors are InvalidArgument and say what would be right.
// Thread-safety: all functions are pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/format/tensor_type.h"
#include "core/plan/preset.h"

namespace halftone::cli {

constexpr unsigned kMaxThreads = 4096;

std::optional<std::uint64_t> parseNumber(std::string_view word);  // digits only; nothing if it is too large
Result<Preset> parsePreset(std::string_view word);
Result<TensorType> parseTargetType(std::string_view word);           // a type that weights can be given
Result<std::vector<LayerIndex>> parseLayers(std::string_view word);  // "3,7-9"; empty = none
Result<std::uint64_t> parseSplitSize(std::string_view word);         // "512M", "4G"; empty = 0
Result<unsigned> parseThreads(std::string_view word);

}  // namespace halftone::cli
