// Result<T>: a value, or the Error that kept it from being made. Must be used.
// Thread-safety: values.
#pragma once

#include <tl/expected.hpp>
#include <utility>

#include "core/base/error.h"

namespace halftone {

template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

// The success of an operation that yields nothing.
using Status = Result<void>;

// return failure({ErrorCode::Corrupt, "reading the header", path, "…", "…"});
inline tl::unexpected<Error> failure(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace halftone

// Declares `name` as the value of a Result expression, or returns its error to the caller.
#define HALFTONE_CONCAT_INNER(a, b) a##b
#define HALFTONE_CONCAT(a, b) HALFTONE_CONCAT_INNER(a, b)
#define HALFTONE_TRY(declaration, expression)                                            \
  auto HALFTONE_CONCAT(tryResult, __LINE__) = (expression);                              \
  if (!HALFTONE_CONCAT(tryResult, __LINE__))                                             \
    return ::halftone::failure(std::move(HALFTONE_CONCAT(tryResult, __LINE__)).error()); \
  declaration = std::move(*HALFTONE_CONCAT(tryResult, __LINE__))

// Returns the error of a Status expression to the caller, if it has one.
#define HALFTONE_TRY_STATUS(expression)                                                                \
  if (auto HALFTONE_CONCAT(tryResult, __LINE__) = (expression); !HALFTONE_CONCAT(tryResult, __LINE__)) \
  return ::halftone::failure(std::move(HALFTONE_CONCAT(tryResult, __LINE__)).error())
