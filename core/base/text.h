// Numbers as people read them, without a locale: for the command line, reports and errors.
// Thread-safety: all functions are pure.
#pragma once

#include <string>

#include "core/base/units.h"

namespace halftone {

// "13.78 MB": decimal units (GB = 10⁹ bytes), four significant digits at most; "999 bytes" below 1 kB.
std::string formatBytes(Bytes size);

// "4 s", "3 min 20 s", "2 h 05 min". REQUIRES: seconds >= 0.
std::string formatDuration(double seconds);

}  // namespace halftone
