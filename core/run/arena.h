// How many threads parallel work uses.
// Thread-safety: may be called from any thread.
#pragma once

#include <functional>

namespace halftone {

// Runs `body` with `threads` threads (0 = one per processor), in an arena of its own.
void runInArena(unsigned threads, const std::function<void()>& body);

}  // namespace halftone
