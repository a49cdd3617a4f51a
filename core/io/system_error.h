// systemError: a failed system call as an Error, with the advice that its errno deserves.
// Thread-safety: pure.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/error.h"

namespace halftone {

// `errorNumber` is an errno, `otherwise` the code for everything but a full disk or a missing file. ENOSPC and EDQUOT
// become DiskFull, ENOENT becomes NotFound when `otherwise` is CannotRead.
Error systemError(int errorNumber, ErrorCode otherwise, std::string doing, const std::filesystem::path& path);

}  // namespace halftone
