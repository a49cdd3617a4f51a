// What bad input gets: an exit code and words that tell what to do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/cli/program.h"
#include "tests/support/paths.h"
#include "tests/support/synthetic_model.h"

namespace halftone::test {
namespace {

using testing::HasSubstr;

struct Refusals : testing::Test {
  TemporaryFolder folder;
  std::string path(const char* name) const { return (folder / name).string(); }

  void write(const char* name, const std::string& content) const { std::ofstream(folder / name) << content; }
  std::string truncatedSample() const {
    std::filesystem::copy_file(sampleModel(), folder / "cut.gguf");
    std::filesystem::resize_file(folder / "cut.gguf", 5000000);
    return path("cut.gguf");
  }
  void expectRefused(const std::vector<std::string>& words, int exitCode, const std::string& says) const {
    const ProgramResult result = runCli(words);
    EXPECT_EQ(result.exitCode, exitCode) << words[0] << " " << words[1] << ": " << result.errors;
    EXPECT_THAT(result.errors, HasSubstr(says));
    EXPECT_EQ(result.output, "");
  }
};

TEST_F(Refusals, OfFilesThatAreNoModels) {
  write("text.gguf", "not a model");
  write("empty.gguf", "");
  const std::string cut = truncatedSample();
  for (const char* command : {"inspect", "analyze"}) {
    expectRefused({command, path("missing.gguf")}, 2, "missing.gguf");
    expectRefused({command, path("text.gguf")}, 3, "text.gguf");
    expectRefused({command, path("empty.gguf")}, 3, "empty.gguf");
    expectRefused({command, cut}, 3, "cut.gguf");
  }
  expectRefused({"plan", cut, "Q4_0"}, 3, "cut.gguf");
  expectRefused({"quantize", cut, path("o.gguf"), "Q4_0"}, 3, "cut.gguf");
  expectRefused({"compare", sampleModel(), cut}, 3, "cut.gguf");
  expectRefused({"compare", sampleModel(), path("missing.gguf")}, 2, "missing.gguf");
}

TEST_F(Refusals, OfBadImportanceAndTypeFiles) {
  write("bad.dat", "not importance");
  write("types.txt", "attn_v=q8_0 oops");
  const std::string output = path("o.gguf");
  expectRefused({"quantize", "--imatrix", path("none.dat"), sampleModel(), output, "Q4_0"}, 2, "none.dat");
  expectRefused({"quantize", "--imatrix", path("bad.dat"), sampleModel(), output, "Q4_0"}, 3, "bad.dat");
  expectRefused({"plan", "--tensor-type-file", path("types.txt"), sampleModel(), "Q4_0"}, 1, "\"oops\"");
  expectRefused({"plan", "--tensor-type-file", path("none.txt"), sampleModel(), "Q4_0"}, 2, "none.txt");

  ModelShape other = namedShape("demo");
  other.embedding = 512;
  writeSparseModel(folder / "other.gguf", other);
  expectRefused({"quantize", "--imatrix", sampleImportance(), path("other.gguf"), output, "Q4_0"}, 6, "tensor ");
}

TEST_F(Refusals, OfWhatTheModelCannotGive) {
  expectRefused({"plan", sampleModel(), "Q4_0", "--prune-layers", "6"}, 1, "layer 6");
  expectRefused({"plan", sampleModel(), "Q4_0", "--override-kv", "split.no=int:1"}, 1, "split.no");
  expectRefused({"inspect", sampleModel(), "--tensor", "nothing"}, 1, "no tensor of the model matches");
  expectRefused({"inspect", sampleModel(), "--tensor", "("}, 1, "regular expression");
}

TEST_F(Refusals, OfTypesThatAreNoneForWeights) {
  for (const std::string type : {"f64", "f8_e4m3", "i32", "bool", "q9_9"}) {
    const std::string words = "no type for weights";
    expectRefused({"analyze", sampleModel(), "--type", type}, 1, words);
    expectRefused({"plan", sampleModel(), "Q4_0", "--output-tensor-type", type}, 1, words);
    expectRefused({"plan", sampleModel(), "Q4_0", "--token-embedding-type", type}, 1, words);
    expectRefused({"plan", sampleModel(), "Q4_0", "--tensor-type", "attn_v=" + type}, 1, words);
  }
}

TEST_F(Refusals, OfOutputsThatWouldDoHarm) {
  std::filesystem::copy_file(sampleModel(), folder / "in.gguf");
  std::filesystem::create_symlink(folder / "in.gguf", folder / "link.gguf");
  std::filesystem::create_hard_link(folder / "in.gguf", folder / "hard.gguf");
  for (const char* output : {"in.gguf", "link.gguf", "hard.gguf"})
    expectRefused({"quantize", path("in.gguf"), path(output), "Q4_0"}, 5, "Choose another name");
  expectRefused({"quantize", path("in.gguf"), path("none/o.gguf"), "Q4_0"}, 5, "none");
  EXPECT_EQ(std::filesystem::file_size(folder / "in.gguf"), std::filesystem::file_size(sampleModel()));
}

TEST_F(Refusals, OfReplacingTheFileOfTensorTypes) {
  write("types.txt", "attn_v=q8_0");
  expectRefused({"quantize", "--tensor-type-file", path("types.txt"), sampleModel(), path("types.txt"), "Q8_0"}, 5,
                "types.txt");
  EXPECT_EQ(std::filesystem::file_size(folder / "types.txt"), 11u);
}

TEST_F(Refusals, OfFilesPastALimitOnTheirSize) {
  write("out.gguf", "old");
  ProgramSetting setting;
  setting.fileSizeLimit = 1 << 20;
  const ProgramResult result = runCli({"quantize", sampleModel(), path("out.gguf"), "Q4_K_M"}, setting);
  EXPECT_EQ(result.exitCode, 5) << result.errors;
  EXPECT_THAT(result.errors, HasSubstr("File too large"));
  EXPECT_EQ(std::filesystem::file_size(folder / "out.gguf"), 3u);
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& file : std::filesystem::directory_iterator(folder.path())) ++files;
  EXPECT_EQ(files, 1u) << "a temporary file is left";
}

TEST_F(Refusals, OfRequantizingWithoutConsent) {
  ASSERT_EQ(runCli({"quantize", sampleModel(), path("q8.gguf"), "Q8_0"}).exitCode, 0);
  expectRefused({"quantize", path("q8.gguf"), path("o.gguf"), "Q4_0"}, 7, "--allow-requantize");
  EXPECT_EQ(runCli({"quantize", "--allow-requantize", path("q8.gguf"), path("o.gguf"), "Q4_0"}).exitCode, 0);
}

TEST_F(Refusals, AreAnObjectWithJson) {
  const ProgramResult result = runCli({"plan", path("missing.gguf"), "Q4_0", "--json"});
  EXPECT_EQ(result.exitCode, 2);
  const nlohmann::json error = nlohmann::json::parse(result.output).at("error");
  EXPECT_EQ(error.at("code"), "not-found");
  EXPECT_THAT(error.at("message").get<std::string>(), HasSubstr("missing.gguf"));
  EXPECT_THAT(result.errors, HasSubstr("missing.gguf"));
}

TEST_F(Refusals, OfAFullOutputStream) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "this system has no /dev/full";
  const std::string command = std::string(HALFTONE_CLI) + " inspect '" + sampleModel() + "' >/dev/full 2>/dev/null";
  const int status = std::system(command.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 5);
}

}  // namespace
}  // namespace halftone::test
