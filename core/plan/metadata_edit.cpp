#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/plan/plan.h"

namespace halftone {
namespace {

constexpr std::size_t kMaxKeyLength = 65535;

Error badEdit(std::string_view text, std::string reason) {
  return {ErrorCode::InvalidArgument, "reading a metadata edit", fmt::format("\"{}\"", text.substr(0, 120)),
          std::move(reason), "Write KEY=TYPE:VALUE with TYPE one of int, float, bool, str"};
}

// u32 where it fits, because that is what loaders expect of counts and ids; wider or signed only where needed.
std::optional<MetadataValue> parseInteger(std::string_view text) {
  const char* const end = text.data() + text.size();
  std::uint64_t positive = 0;
  if (const auto [at, error] = std::from_chars(text.data(), end, positive); error == std::errc{} && at == end) {
    if (positive <= std::numeric_limits<std::uint32_t>::max())
      return MetadataValue(static_cast<std::uint32_t>(positive));
    return MetadataValue(positive);
  }
  std::int64_t number = 0;
  const auto [at, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || at != end) return std::nullopt;
  if (number >= std::numeric_limits<std::int32_t>::min()) return MetadataValue(static_cast<std::int32_t>(number));
  return MetadataValue(number);
}

std::optional<MetadataValue> parseFloat(std::string_view text) {
  float number = 0;
  const char* const end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || at != end || !std::isfinite(number)) return std::nullopt;
  return MetadataValue(number);
}

std::optional<MetadataValue> parseBool(std::string_view text) {
  if (text == "true") return MetadataValue(true);
  if (text == "false") return MetadataValue(false);
  return std::nullopt;
}

std::optional<MetadataValue> parseString(std::string_view text) { return MetadataValue(std::string(text)); }

struct ValueKind {
  std::string_view prefix;
  std::optional<MetadataValue> (*parse)(std::string_view);
};
constexpr std::array<ValueKind, 4> kKinds = {
    {{"int:", parseInteger}, {"float:", parseFloat}, {"bool:", parseBool}, {"str:", parseString}}};

}  // namespace

Result<MetadataEdit> parseMetadataEdit(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) return failure(badEdit(text, "it names no key and value"));
  if (equals > kMaxKeyLength) return failure(badEdit(text, "the key is too long"));
  const std::string_view typed = text.substr(equals + 1);
  for (const ValueKind& kind : kKinds) {
    if (!typed.starts_with(kind.prefix)) continue;
    std::optional<MetadataValue> value = kind.parse(typed.substr(kind.prefix.size()));
    if (!value)
      return failure(badEdit(text, fmt::format("\"{}\" is no {}", typed.substr(kind.prefix.size()).substr(0, 40),
                                               kind.prefix.substr(0, kind.prefix.size() - 1))));
    return MetadataEdit{std::string(text.substr(0, equals)), std::move(value)};
  }
  return failure(badEdit(text, "its value names no type"));
}

}  // namespace halftone
