// The file name of an exported model by GGUF's naming convention
// (ggml/docs/gguf.md, "GGUF Naming Convention"): [mmproj-]Base-Size-FineTune-vX.Y-ENCODING.gguf, parts that are not
// known left out. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/format/metadata.h"

namespace halftone::app {

// `parameters` give the size where general.size_label is missing; `fallback` is the base where no key names the model;
// `encoding` is the preset's name.
std::string exportFileName(const Metadata& metadata, std::uint64_t parameters, std::string_view fallback,
                           std::string_view encoding);

// "6.8M", "8.0B", "141B": two significant digits, as converters write general.size_label.
std::string sizeLabel(std::uint64_t parameters);

}  // namespace halftone::app
