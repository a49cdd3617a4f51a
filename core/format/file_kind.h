// What a file is, told from its first bytes, never from its name.
// Thread-safety: all functions are pure.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "core/base/error.h"

namespace halftone {

enum class FileKind { Gguf, Safetensors, Json, Other };

FileKind fileKind(std::span<const std::byte> bytes);

// The error for a file of kind Other where a model was expected: says what it looks like and what to do.
Error unknownFormat(std::span<const std::byte> bytes, const std::filesystem::path& path);

}  // namespace halftone
