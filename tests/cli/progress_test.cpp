// The progress line, as a terminal and as a pipe get it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>

#include "tests/cli/program.h"
#include "tests/support/paths.h"
#include "tests/support/synthetic_model.h"

namespace halftone::test {
namespace {

using testing::HasSubstr;

std::vector<std::string> quantizeWords(const TemporaryFolder& folder, std::uint32_t layers) {
  ModelShape shape = namedShape("llama3-8b");
  shape.layers = layers;
  shape.vocabulary = 8192;
  writeSparseModel(folder / "in.gguf", shape);
  return {"quantize", "-t", "1", (folder / "in.gguf").string(), (folder / "out.gguf").string(), "Q5_K_S"};
}

TEST(ProgressOnATerminal, ShowsRateAndTimeLeftAndClearsItself) {
  if (!std::filesystem::exists("/dev/pts/ptmx")) {
    std::printf("no pseudo-terminals are mounted on this system: there is no terminal to draw on\n");
    return;
  }
  const TemporaryFolder folder;
  ProgramSetting setting;
  setting.terminal = true;
  // Rate and time left come after half a second, so the model must be large enough for this machine.
  ProgramResult result;
  for (std::uint32_t layers = 1; layers <= 16 && result.errors.find("MB/s  ") == std::string::npos; layers *= 4)
    result = runCli(quantizeWords(folder, layers), setting);
  EXPECT_EQ(result.exitCode, 0) << result.errors;
  for (const char* part : {" %  ", "MB/s  ", " left  ", "blk.0.", "checking"})
    EXPECT_THAT(result.errors, HasSubstr(part));
  EXPECT_TRUE(result.errors.ends_with("\r\x1b[K"));
}

TEST(ProgressInAPipe, IsNotThere) {
  const TemporaryFolder folder;
  const ProgramResult result = runCli(quantizeWords(folder, 1));
  EXPECT_EQ(result.exitCode, 0) << result.errors;
  EXPECT_EQ(result.errors, "");
}

}  // namespace
}  // namespace halftone::test
