// The temporary file behind AtomicFile: made under a name that only we use, locked while its maker lives.
// Thread-safety: safe between threads and processes that use the same folder.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/result.h"

namespace halftone {

struct TemporaryFile {
  std::filesystem::path path;
  int descriptor = -1;  // open for reading and writing, locked; the receiver closes it
};

// ".halftone-0123456789abcdef.part": sixteen lower-case hexadecimal digits, nothing else.
bool isTemporaryName(std::string_view name);

// Creates and locks a fresh file in `folder`. Errors: CannotWrite, DiskFull.
Result<TemporaryFile> createTemporaryFile(const std::filesystem::path& folder);

// Removes files of this user in `folder` that have such a name and whose lock is free: their makers are dead.
// What cannot be removed stays.
void removeLeftovers(const std::filesystem::path& folder);

}  // namespace halftone
