// Reading a safetensors file's header from its bytes.
// Thread-safety: pure.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/format/metadata.h"
#include "core/format/stored_tensor.h"

namespace halftone {

struct SafetensorsFile {
  Metadata metadata;                       // `__metadata__`, under "safetensors."
  std::vector<StoredTensor> tensors;       // by offset; `file` is 0
  std::vector<std::string> withoutValues;  // names of tensors that the format allows and that are left out
};

// `bytes` is the whole file, `file` its name for errors. Shapes are turned to fastest-varying first; dimensions beyond
// four are multiplied into the slowest. A dtype that Halftone does not know gives a tensor of unknown type.
// Errors: UnknownFormat, Truncated, Corrupt (as the format asks, also for holes between tensors), naming `file` and the
// tensor.
Result<SafetensorsFile> parseSafetensors(std::span<const std::byte> bytes, const std::string& file);

}  // namespace halftone
