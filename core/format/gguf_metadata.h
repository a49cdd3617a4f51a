// Reading GGUF's key-value section.
// Thread-safety: pure.
#pragma once

#include <cstdint>

#include "core/base/result.h"
#include "core/format/gguf_cursor.h"
#include "core/format/metadata.h"

namespace halftone {

// The smallest key-value: an empty key's length, a value type, one byte.
constexpr std::uint64_t kGgufSmallestKeyValue = 8 + 4 + 1;

// Reads `count` key-values. Errors: Truncated, Corrupt, naming the key.
Result<Metadata> readGgufMetadata(GgufCursor& cursor, std::uint64_t count);

}  // namespace halftone
