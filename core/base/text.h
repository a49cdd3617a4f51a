// Numbers as people read them, and names compared as people type them, without a locale.
// Thread-safety: all functions are pure.
#pragma once

#include <string>
#include <string_view>

#include "core/base/units.h"

namespace halftone {

// "13.78 MB": decimal units (GB = 10⁹ bytes), four significant digits at most; "999 bytes" below 1 kB.
std::string formatBytes(Bytes size);

// With A…Z as a…z and every other byte as it is.
std::string lowerCased(std::string_view text);

// Whether they are the same but for the case of A…Z.
bool equalIgnoringCase(std::string_view a, std::string_view b);

// "4 s", "3 min 20 s", "2 h 05 min". REQUIRES: seconds >= 0.
std::string formatDuration(double seconds);

}  // namespace halftone
