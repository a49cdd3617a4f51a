// Reading a GGUF file's header (versions 2 and 3) from its bytes. Layout: docs of the format, "GGUF", version 3.
// Nothing is allocated for a count or a length before the file is known to be long enough for it.
// Thread-safety: pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/format/metadata.h"
#include "core/format/stored_tensor.h"

namespace halftone {

constexpr std::uint32_t kGgufDefaultAlignment = 32;
constexpr std::string_view kGgufAlignmentKey = "general.alignment";
constexpr std::uint32_t kGgufTypeLimit = 65536;  // ids from here on are ours, for types that no GGUF file holds
constexpr std::size_t kGgufNameLimit = 63;       // bytes of a tensor's name that the usual loader takes
// A header is read up to here. Real ones, with a million-token vocabulary, stay below a tenth of it.
constexpr std::uint64_t kGgufHeaderLimit = 256u << 20;

struct GgufFile {
  std::uint32_t version = 0;
  std::uint32_t alignment = kGgufDefaultAlignment;
  Metadata metadata;
  std::vector<StoredTensor> tensors;  // by offset; `file` is 0
};

// `bytes` is the whole file, `file` its name for errors. Accepted: gaps between tensors, tensors in any order, unknown
// tensor types with ids below 65536, invalid UTF-8 (replaced in names and keys). Refused, as the usual loader does:
// tensor names over 63 bytes, empty keys and names, duplicates, misaligned offsets.
// Errors: UnknownFormat, UnsupportedVersion, Truncated, Corrupt, naming `file` and the tensor or key; Cancelled.
Result<GgufFile> parseGguf(std::span<const std::byte> bytes, const std::string& file, const Job& job = {});

}  // namespace halftone
