// Models of full size: weights that are not asked for cost no memory.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>

#include "tests/cli/program.h"
#include "tests/support/paths.h"
#include "tests/support/synthetic_model.h"

namespace halftone::test {
namespace {

TEST(Inspect, OfA70BModelTakesLittleMemory) {
  const TemporaryFolder folder;
  ModelShape shape = namedShape("llama2-70b");
  shape.vocabulary = 128256;
  shape.tokenizer = true;
  writeSparseModel(folder / "in.gguf", shape);
  const auto start = std::chrono::steady_clock::now();
  const ProgramResult result = runCli({"inspect", (folder / "in.gguf").string()});
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(result.exitCode, 0) << result.errors;
  std::printf("inspect of %.1f GB with %llu tokens: %.2f s, %.1f MB at most\n",
              static_cast<double>(std::filesystem::file_size(folder / "in.gguf")) / 1e9,
              static_cast<unsigned long long>(shape.vocabulary), seconds.count(),
              static_cast<double>(result.peakBytes) / 1e6);
  EXPECT_LT(result.peakBytes, 150'000'000U);
}

}  // namespace
}  // namespace halftone::test
