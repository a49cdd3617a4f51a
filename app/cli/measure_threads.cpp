#include "app/cli/measure_threads.h"

#include <tbb/task_arena.h>

#include <algorithm>

namespace halftone::cli {

void runWithThreads(unsigned threads, const std::function<void()>& work) {
  tbb::task_arena arena(threads == 0 ? tbb::task_arena::automatic : static_cast<int>(threads));
  arena.execute([&work] { work(); });
}

}  // namespace halftone::cli
