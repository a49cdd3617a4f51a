// Text from a file, made safe to show: files promise UTF-8 and do not always keep it.
// Thread-safety: all functions are pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace halftone {

// `text` with every byte that does not belong to a well-formed UTF-8 sequence (RFC 3629) replaced by U+FFFD.
std::string validUtf8(std::string_view text);

// The longest prefix of valid UTF-8 `text` with at most `characters` code points.
std::string_view firstCharacters(std::string_view text, std::size_t characters);

}  // namespace halftone
