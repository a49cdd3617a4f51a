// Comparing metadata that was to be written with metadata that was read.
// Thread-safety: pure.
#pragma once

#include <optional>
#include <string>

#include "core/format/metadata.h"

namespace halftone {

// The first key that is missing, added, moved or different; nothing if all is the same. Numbers are compared by their
// bits, so that a NaN equals itself. general.alignment is the writer's own business and left out.
std::optional<std::string> firstDifference(const Metadata& planned, const Metadata& read);

}  // namespace halftone
