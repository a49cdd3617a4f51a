#include "core/run/arena.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "core/run/ordered_pipeline.h"

namespace halftone {
namespace {

// How many items of a pipeline are worked on at the same moment: each waits for the others, up to `threads`.
std::size_t threadsAtOnce(unsigned threads) {
  std::mutex mutex;
  std::condition_variable arrived;
  std::size_t waiting = 0;
  std::size_t most = 0;
  runInArena(threads, [&] {
    std::size_t left = 4 * threads;
    runPipeline(slotsForThisArena(), {[&](std::size_t) { return left-- > 0; },
                                      [&](std::size_t) {
                                        std::unique_lock lock(mutex);
                                        most = std::max(most, ++waiting);
                                        arrived.notify_all();
                                        arrived.wait_for(lock, std::chrono::seconds(2),
                                                         [&] { return most >= threads; });
                                        --waiting;
                                      },
                                      [](std::size_t) {}});
  });
  return most;
}

TEST(Arena, HasAsManyThreadsAsAskedEvenBeyondTheProcessors) {
  EXPECT_EQ(threadsAtOnce(1), 1U);
  const unsigned beyond = std::thread::hardware_concurrency() + 2;
  EXPECT_EQ(threadsAtOnce(beyond), beyond);
}

}  // namespace
}  // namespace halftone
