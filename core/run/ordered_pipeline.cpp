#include "core/run/ordered_pipeline.h"

#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <vector>

#include "core/run/hand_over.h"

namespace halftone {

std::size_t slotsForThisArena() {
  constexpr std::size_t kMost = 48;
  const int threads = std::max(1, tbb::this_task_arena::max_concurrency());
  return std::min<std::size_t>(kMost, 2 * static_cast<std::size_t>(threads) + 1);
}

void runPipeline(std::size_t slots, const PipelineStages& stages) {
  // Items finish in order, so item n starts only when item n − slots is done: its slot is free.
  std::size_t taken = 0;
  std::vector<char> marks(slots + 2);  // of the slots, of taking and of finishing
  char* const taking = &marks[slots];
  char* const finishing = &marks[slots + 1];
  const auto take = tbb::make_filter<void, std::size_t>(tbb::filter_mode::serial_in_order,
                                                        [&](tbb::flow_control& flow) -> std::size_t {
                                                          takeOver(taking);
                                                          const std::size_t slot = taken++ % slots;
                                                          takeOver(&marks[slot]);
                                                          if (!stages.take(slot)) flow.stop();
                                                          handOver(&marks[slot]);
                                                          handOver(taking);
                                                          return slot;
                                                        });
  const auto work = tbb::make_filter<std::size_t, std::size_t>(tbb::filter_mode::parallel, [&](std::size_t slot) {
    takeOver(&marks[slot]);
    stages.work(slot);
    handOver(&marks[slot]);
    return slot;
  });
  const auto finish = tbb::make_filter<std::size_t, void>(tbb::filter_mode::serial_in_order, [&](std::size_t slot) {
    takeOver(finishing);
    takeOver(&marks[slot]);
    stages.finish(slot);
    handOver(&marks[slot]);
    handOver(finishing);
  });
  handOver(taking);
  tbb::parallel_pipeline(slots, take & work & finish);
  takeOver(taking);
  takeOver(finishing);
}

}  // namespace halftone
