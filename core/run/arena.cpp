#include "core/run/arena.h"

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <memory>

#include "core/run/hand_over.h"

namespace halftone {

void runInArena(unsigned threads, const std::function<void()>& body, unsigned waiting) {
  const int processors = tbb::info::default_concurrency();
  const int working = threads == 0 ? processors : static_cast<int>(std::min(threads, 1024U));
  const int wanted = working + static_cast<int>(std::min(waiting, 64U));
  // TBB makes no more threads than processors unless it is allowed to. Set only then: the allowance is the least of all
  // that are set, and a run must not slow others down.
  std::unique_ptr<tbb::global_control> allowance;
  if (wanted > processors)
    allowance = std::make_unique<tbb::global_control>(tbb::global_control::max_allowed_parallelism,
                                                      static_cast<std::size_t>(wanted));
  tbb::task_arena arena(wanted);
  char mark = 0;
  handOver(&mark);
  arena.execute([&] {  // perhaps in another thread
    takeOver(&mark);
    body();
    handOver(&mark);
  });
  takeOver(&mark);
}

}  // namespace halftone
