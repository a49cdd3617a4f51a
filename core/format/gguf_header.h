// A GGUF header as bytes: what GgufWriter puts before the tensors.
// Thread-safety: pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/format/gguf_writer.h"

namespace halftone {

// Where everything of a layout lies in its file.
struct GgufPlacement {
  std::uint64_t headerBytes = 0;             // padded to the alignment
  std::vector<std::uint64_t> tensorBytes;    // not padded
  std::vector<std::uint64_t> tensorOffsets;  // from the end of the header
  std::uint64_t fileBytes = 0;
};

// Checks the layout and places its parts. Errors: InvalidArgument naming the tensor.
Result<GgufPlacement> placeGguf(const GgufLayout& layout);

// The header's bytes, padded. REQUIRES: `placement` is the layout's.
std::vector<std::byte> ggufHeader(const GgufLayout& layout, const GgufPlacement& placement);

}  // namespace halftone
