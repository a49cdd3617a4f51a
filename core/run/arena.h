// How many threads parallel work uses.
// Thread-safety: may be called from any thread.
#pragma once

#include <functional>

namespace halftone {

// Runs `body` with `threads` threads (0 = one per processor), and `waiting` more that mostly wait for a device, in an
// arena of its own.
void runInArena(unsigned threads, const std::function<void()>& body, unsigned waiting = 0);

}  // namespace halftone
