// Matching tensor names against REGEX=type overrides.
// Thread-safety: immutable after creation.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/plan/plan.h"

namespace halftone {

// Overrides with their patterns compiled. Matching is unanchored and takes time polynomial in the name's length, so a
// hostile pattern cannot hang it.
class CompiledOverrides {
 public:
  // Errors: InvalidArgument for a pattern that is no regular expression, or one too large to be safe.
  static Result<CompiledOverrides> compile(std::span<const TypeOverride> overrides);

  CompiledOverrides(CompiledOverrides&&) noexcept;
  CompiledOverrides& operator=(CompiledOverrides&&) noexcept;
  ~CompiledOverrides();

  // The position of the first override whose pattern is found in `name`.
  std::optional<std::size_t> firstMatch(std::string_view name) const;

 private:
  struct Pattern;
  CompiledOverrides();
  std::vector<Pattern> m_patterns;
};

}  // namespace halftone
