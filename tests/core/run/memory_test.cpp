#include <gtest/gtest.h>

#include <cstdio>

#include "tests/core/run/run_memory.h"
#include "tests/support/paths.h"

namespace halftone {
namespace {

class Memory : public testing::TestWithParam<unsigned> {};

// The widths of an 8B model, two layers deep: memory must not grow with either. run_memory does the whole model.
TEST_P(Memory, StaysBoundedAtAnyNumberOfThreads) {
  const test::TemporaryFolder folder;
  test::ModelShape shape = test::namedShape("llama3-8b");
  shape.layers = 2;
  shape.vocabulary = 32768;
  const test::RunMemory memory = test::measureRunMemory(folder.path(), shape, Preset::Q4_K_M, GetParam());
  std::printf("%u threads: %.2f GB to %.2f GB in %.1f s, anonymous memory %.1f MB before, %.1f MB at most\n",
              GetParam(), static_cast<double>(memory.inputBytes) / 1e9, static_cast<double>(memory.outputBytes) / 1e9,
              memory.seconds, static_cast<double>(memory.anonymousBefore) / 1e6,
              static_cast<double>(memory.anonymousPeak) / 1e6);
  EXPECT_LT(memory.anonymousPeak, 400'000'000U);
}

INSTANTIATE_TEST_SUITE_P(Threads, Memory, testing::Values(1U, 64U));

}  // namespace
}  // namespace halftone
