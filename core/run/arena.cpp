#include "core/run/thread_limit.h"

#include <tbb/task_arena.h>

namespace halftone {

void runWithThreads(unsigned threads, const std::function<void()>& work) {
  tbb::task_arena arena(threads == 0 ? tbb::task_arena::automatic : static_cast<int>(threads));
  arena.execute([&work] { work(); });
}

}  // namespace halftone
