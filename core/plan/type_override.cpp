#include "core/plan/type_override.h"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "core/base/text.h"
#include "core/plan/plan.h"

namespace halftone {
namespace {

// Bounds on what std::regex is given: its parser and its matcher recurse, so a huge pattern could exhaust the stack.
constexpr std::size_t kMaxPatternLength = 2000;
constexpr std::uint64_t kMaxExpandedLength = 8000;  // with counted repetitions written out

Error badOverride(std::string_view text, std::string reason, std::string advice) {
  return {ErrorCode::InvalidArgument, "reading a tensor type override", fmt::format("\"{}\"", text.substr(0, 120)),
          std::move(reason), std::move(advice)};
}

// The largest number in "{2,30}" starting at `open`, at least 1.
std::uint64_t repetitions(std::string_view pattern, std::size_t open) {
  std::uint64_t largest = 1;
  std::uint64_t number = 0;
  for (std::size_t i = open + 1; i < pattern.size() && pattern[i] != '}'; ++i) {
    const bool digit = pattern[i] >= '0' && pattern[i] <= '9';
    number = digit ? std::min<std::uint64_t>(number * 10 + static_cast<std::uint64_t>(pattern[i] - '0'), 1000000) : 0;
    largest = std::max(largest, number);
  }
  return largest;
}

// An upper bound on the states that the pattern compiles to: nested repetitions multiply.
std::uint64_t expandedLength(std::string_view pattern) {
  std::uint64_t length = pattern.size();
  for (std::size_t i = 0; i < pattern.size() && length <= kMaxExpandedLength; ++i)
    if (pattern[i] == '{') length *= repetitions(pattern, i);
  return length;
}

// libstdc++ can match without backtracking; elsewhere the standard grammar has to do.
std::regex::flag_type grammar() {
  std::regex::flag_type flags = std::regex::ECMAScript | std::regex::nosubs;
#ifdef __GLIBCXX__
  flags |= std::regex_constants::__polynomial;
#endif
  return flags;
}

Result<std::regex> compilePattern(std::string_view pattern) {
  if (pattern.size() > kMaxPatternLength)
    return failure(badOverride(pattern, fmt::format("the pattern has {} characters", pattern.size()),
                               fmt::format("Use at most {}", kMaxPatternLength)));
  if (expandedLength(pattern) > kMaxExpandedLength)
    return failure(badOverride(pattern, "its counted repetitions make the pattern too large",
                               "Use smaller counts, or several overrides"));
  try {
    return std::regex(pattern.begin(), pattern.end(), grammar());
  } catch (const std::regex_error& error) {
    return failure(badOverride(pattern, fmt::format("not a regular expression: {}", error.what()),
                               "Escape special characters with \\ (a dot is \\.)"));
  }
}

}  // namespace

struct CompiledOverrides::Pattern {
  std::regex regex;
};

CompiledOverrides::CompiledOverrides() = default;
CompiledOverrides::CompiledOverrides(CompiledOverrides&&) noexcept = default;
CompiledOverrides& CompiledOverrides::operator=(CompiledOverrides&&) noexcept = default;
CompiledOverrides::~CompiledOverrides() = default;

Result<CompiledOverrides> CompiledOverrides::compile(std::span<const TypeOverride> overrides) {
  CompiledOverrides compiled;
  for (const TypeOverride& override : overrides) {
    HALFTONE_TRY(std::regex regex, compilePattern(override.pattern));
    compiled.m_patterns.push_back(Pattern{std::move(regex)});
  }
  return compiled;
}

std::optional<std::size_t> CompiledOverrides::firstMatch(std::string_view name) const {
  for (std::size_t i = 0; i < m_patterns.size(); ++i)
    if (std::regex_search(name.begin(), name.end(), m_patterns[i].regex)) return i;
  return std::nullopt;
}

Result<TypeOverride> parseTypeOverride(std::string_view text) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string_view::npos || equals == 0)
    return failure(badOverride(text, "it is not REGEX=type", "Write for example attn_v=q8_0"));
  const std::string_view typeName = text.substr(equals + 1);
  const std::optional<TensorType> type = tensorTypeByName(typeName);
  if (!type || !isWeightType(*type))
    return failure(badOverride(text, fmt::format("\"{}\" is no type for weights", typeName.substr(0, 40)),
                               "Use a type such as q4_K, q8_0 or f16"));
  TypeOverride override = {lowerCased(text.substr(0, equals)), *type};
  HALFTONE_TRY([[maybe_unused]] const std::regex checked, compilePattern(override.pattern));
  return override;
}

Result<std::vector<TypeOverride>> parseTypeOverrides(std::string_view text) {
  std::vector<TypeOverride> overrides;
  constexpr std::string_view kSpace = " \t\r\n\v\f";
  std::size_t at = 0;
  while ((at = text.find_first_not_of(kSpace, at)) != std::string_view::npos) {
    if (text[at] == '#') {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    const std::size_t end = std::min(text.find_first_of(kSpace, at), text.size());
    HALFTONE_TRY(TypeOverride override, parseTypeOverride(text.substr(at, end - at)));
    overrides.push_back(std::move(override));
    at = end;
  }
  return overrides;
}

}  // namespace halftone
