// The name of a quantized file by the ecosystem's convention, [Base-Size-FineTune-Version]-ENCODING.gguf: tools find
// the encoding before the last dot.
// Thread-safety: all functions are pure.
#pragma once

#include <filesystem>
#include <string>

#include "core/plan/preset.h"

namespace halftone {

// "Fireside-6.8M-v1.0-F16.gguf" and Q4_K_M -> "Fireside-6.8M-v1.0-Q4_K_M.gguf": the input's own encoding and shard
// number are taken off. Of a folder, its name is the base.
std::string conventionalFileName(const std::filesystem::path& input, Preset preset);

}  // namespace halftone
