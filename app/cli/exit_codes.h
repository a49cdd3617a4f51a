// The program's exit codes: documented in --help and docs/command-line.md, stable.
// Thread-safety: all functions are pure.
#pragma once

#include <string>

#include "core/base/error.h"

namespace halftone::cli {

enum ExitCode : int {
  kOk = 0,
  kUsage = 1,
  kCannotRead = 2,
  kBadFile = 3,
  kUnsupported = 4,
  kCannotWrite = 5,
  kBadNumbers = 6,
  kNeedsConsent = 7,
  kNotVerified = 8,
  kOutOfMemory = 9,
  kNoDevice = 10,
  kCancelled = 130,  // as shells report Ctrl+C
};

ExitCode exitCodeOf(ErrorCode code);

// A line for each code, for --help.
std::string exitCodeHelp();

}  // namespace halftone::cli
