// Ctrl+C and SIGTERM in the middle of an export.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include "tests/cli/program.h"
#include "tests/support/paths.h"
#include "tests/support/synthetic_model.h"

namespace halftone::test {
namespace {

class Interruption : public testing::TestWithParam<int> {};

TEST_P(Interruption, LeavesTheOldFileAndNothingElse) {
  const TemporaryFolder folder;
  writeSparseModel(folder / "in.gguf", namedShape("llama3-8b"));
  std::ofstream(folder / "out.gguf") << "old";
  const ProgramResult result = runCliAndSignal(
      {"quantize", (folder / "in.gguf").string(), (folder / "out.gguf").string(), "Q2_K"}, "Writing", GetParam());
  EXPECT_EQ(result.exitCode, 130) << result.errors;
  EXPECT_THAT(result.errors, testing::HasSubstr("cancelled"));
  std::string content;
  std::ifstream(folder / "out.gguf") >> content;
  EXPECT_EQ(content, "old");
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& file : std::filesystem::directory_iterator(folder.path())) ++files;
  EXPECT_EQ(files, 2u);
}

INSTANTIATE_TEST_SUITE_P(Signals, Interruption, testing::Values(SIGINT, SIGTERM));

// What only shows is simply ended. Each prints more than a pipe holds, so it is still at work when the signal comes.
TEST(InterruptionOfWhatOnlyShows, EndsIt) {
  const TemporaryFolder folder;
  ModelShape shape = namedShape("llama3-8b");
  shape.tokenizer = true;
  shape.layers = 400;
  writeSparseModel(folder / "in.gguf", shape);
  const std::string input = (folder / "in.gguf").string();
  for (const std::vector<std::string>& words : {std::vector<std::string>{"inspect", "--json", "--full", input},
                                                {"plan", "--json", input, "Q4_K_M"},
                                                {"quantize", "--dry-run", "--json", input, "Q4_K_M"}}) {
    const ProgramResult result = runCliAndSignal(words, "{", SIGINT);
    EXPECT_EQ(result.exitCode, 130) << words[0];
    EXPECT_FALSE(result.output.ends_with("}\n")) << words[0] << " went on to its end";
  }
}

}  // namespace
}  // namespace halftone::test
