// A Hugging Face config.json as metadata.
// Thread-safety: pure but for reading the file.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/result.h"
#include "core/format/metadata.h"

namespace halftone {

// Adds the configuration's values under "hf.": numbers, texts, booleans and arrays of one of them; nested objects are
// joined by dots ("hf.text_config.hidden_size"). null and what cannot be expressed so are left out.
// Errors: Corrupt for text that is no JSON object.
Status parseHuggingFaceConfig(std::string_view json, const std::filesystem::path& path, Metadata& metadata);

// The same from a file; a file that is not there adds nothing.
Status addHuggingFaceConfig(const std::filesystem::path& path, Metadata& metadata);

}  // namespace halftone
