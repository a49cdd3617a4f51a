// Measuring with a given number of threads.
// Thread-safety: may be called from any thread.
#pragma once

#include <functional>

namespace halftone {

// Runs `work` where parallel code inside it uses at most `threads` threads; 0 = all.
void runWithThreads(unsigned threads, const std::function<void()>& work);

}  // namespace halftone
