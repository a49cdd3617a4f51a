#include "core/format/utf8.h"

#include <cstdint>

namespace halftone {
namespace {

// Length of the well-formed sequence that `text` starts with; 0 if it starts with none. The second byte's range keeps
// out overlong forms, surrogates and code points above U+10FFFF (RFC 3629, section 4).
std::size_t sequenceLength(std::string_view text) {
  const auto byte = [text](std::size_t index) { return static_cast<std::uint8_t>(text[index]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() < length) return 0;
  const std::uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const std::uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (byte(1) < low || byte(1) > high) return 0;
  for (std::size_t index = 2; index < length; ++index)
    if ((byte(index) & 0xC0) != 0x80) return 0;
  return length;
}

}  // namespace

std::string validUtf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = sequenceLength(text);
    if (length == 0)
      valid += "\uFFFD";
    else
      valid += text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return valid;
}

std::string_view firstCharacters(std::string_view text, std::size_t characters) {
  std::size_t end = 0;
  for (; end < text.size(); ++end)
    if ((static_cast<std::uint8_t>(text[end]) & 0xC0) != 0x80 && characters-- == 0) break;
  return text.substr(0, end);
}

}  // namespace halftone
