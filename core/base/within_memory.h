// withinMemory: the edge of the core for allocations that fail.
// Thread-safety: pure.
#pragma once

#include <new>

#include "core/base/result.h"

namespace halftone {

// body(), which returns a Result, or OutOfMemory if an allocation failed in it.
template <class Body>
auto withinMemory(const char* doing, const Body& body) -> decltype(body()) {
  try {
    return body();
  } catch (const std::bad_alloc&) {
    return failure({ErrorCode::OutOfMemory, doing, "", "there is not enough memory",
                    "Close other programs, or use fewer threads"});
  }
}

}  // namespace halftone
