// Console: where a command writes. Results go to standard output, everything else to standard error.
// Thread-safety: one thread at a time, but for showProgress-like lines, which only use `errors`.
#pragma once

#include <cstdio>
#include <string_view>

#include "core/base/result.h"

namespace halftone::cli {

struct Console {
  std::FILE* output = stdout;
  std::FILE* errors = stderr;

  void print(std::string_view text) const;  // to output
  void tell(std::string_view text) const;   // to errors
  // Flushes the output. Errors: CannotWrite (a full disk behind a redirection).
  Status finish() const;
};

}  // namespace halftone::cli
