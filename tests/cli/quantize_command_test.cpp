// quantize, run as a program on the sample.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "tests/cli/program.h"
#include "tests/support/paths.h"

namespace halftone::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

TEST(QuantizeCommand, WritesExactlyWhatTheDryRunSays) {
  const TemporaryFolder folder;
  const std::string output = (folder / "out.gguf").string();
  for (const std::vector<std::string>& options : {std::vector<std::string>{"Q4_K_M"},
                                                  {"Q8_0", "--override-kv", "general.name=str:Another"},
                                                  {"Q3_K_L", "--imatrix", sampleImportance()},
                                                  {"F16", "--prune-layers", "2,4"},
                                                  {"Q4_0", "--tensor-type", "attn_v=q6_K", "--leave-output-tensor"}}) {
    std::vector<std::string> words = {"quantize", "--json", sampleModel(), output};
    words.insert(words.end(), options.begin(), options.end());
    const json written = cliJson(words);
    EXPECT_EQ(written.at("files"), json::array({output}));
    EXPECT_EQ(written.at("file_bytes"), std::filesystem::file_size(output));
    words.emplace_back("--dry-run");
    const json planned = cliJson(words);
    EXPECT_EQ(planned.at("file_bytes"), written.at("file_bytes")) << options[0];
    const json inspected = cliJson({"inspect", output, "--json"});
    EXPECT_EQ(inspected.at("tensor_bytes"), planned.at("total_bytes"));
    EXPECT_EQ(inspected.at("tensors").size(), planned.at("tensors").size());
  }
}

TEST(QuantizeCommand, SearchesAsLongAsItIsTold) {
  const TemporaryFolder folder;
  const std::string output = (folder / "out.gguf").string();
  std::vector<double> errors;
  std::set<std::uintmax_t> sizes;
  for (const char* effort : {"thorough", "normal", "quick"}) {
    const json written = cliJson({"quantize", "--json", "--effort", effort, sampleModel(), output, "Q3_K_M"});
    EXPECT_EQ(written.at("effort"), effort);
    sizes.insert(written.at("file_bytes").get<std::uintmax_t>());
    errors.push_back(cliJson({"compare", "--json", sampleModel(), output}).at("total").at("relative_mse"));
    const json analyzed =
        cliJson({"analyze", "--json", "--effort", effort, sampleModel(), "--tensor", "blk.1.attn_q", "--type", "q3_K"});
    EXPECT_GT(analyzed.at("total").at("relative_mse"), 0.0);
  }
  EXPECT_TRUE(std::is_sorted(errors.begin(), errors.end()));
  EXPECT_EQ(sizes.size(), 1U);
}

TEST(QuantizeCommand, NamesTheOutputByConvention) {
  const TemporaryFolder folder;
  std::filesystem::copy_file(sampleModel(), folder / "Little-F16.gguf");
  const ProgramResult result = runCli({"quantize", (folder / "Little-F16.gguf").string(), "q5_k_m", "1"});
  EXPECT_EQ(result.exitCode, 0) << result.errors;
  EXPECT_TRUE(std::filesystem::exists(folder / "Little-Q5_K_M.gguf"));
  for (const char* part :
       {"becomes Q5_K_M", "bits per weight", "effort normal", "are free", "Wrote and checked", "encoding"})
    EXPECT_THAT(result.output, HasSubstr(part));
  EXPECT_EQ(result.errors, "");  // no progress line in a pipe
}

TEST(QuantizeCommand, WritesAndKeepsShards) {
  const TemporaryFolder folder;
  const json split = cliJson(
      {"quantize", "--json", "--split-max-tensors", "20", sampleModel(), (folder / "s.gguf").string(), "Q4_K_M"});
  ASSERT_EQ(split.at("files").size(), 3u);
  const std::string first = split.at("files")[0];
  EXPECT_THAT(first, HasSubstr("s-00001-of-00003.gguf"));
  const json kept = cliJson(
      {"quantize", "--json", "--keep-split", "--allow-requantize", first, (folder / "t.gguf").string(), "Q8_0"});
  EXPECT_EQ(kept.at("files").size(), 3u);
  const json joined = cliJson({"quantize", "--json", first, (folder / "j.gguf").string(), "Q4_K_M"});
  EXPECT_EQ(joined.at("files").size(), 1u);
}

TEST(QuantizeCommand, DryRunWritesNothing) {
  const TemporaryFolder folder;
  const ProgramResult result = runCli({"quantize", "--dry-run", sampleModel(), (folder / "o.gguf").string(), "Q4_0"});
  EXPECT_EQ(result.exitCode, 0);
  EXPECT_THAT(result.output, HasSubstr("Nothing was written"));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(QuantizeCommand, MissingImportanceNeedsConsent) {
  const TemporaryFolder folder;
  const std::string output = (folder / "o.gguf").string();
  const ProgramResult refused = runCli({"quantize", sampleModel(), output, "Q2_K_S"});
  EXPECT_EQ(refused.exitCode, 7);
  EXPECT_THAT(refused.errors, HasSubstr("--allow-missing-imatrix"));
  EXPECT_FALSE(std::filesystem::exists(output));
  EXPECT_EQ(runCli({"quantize", "--allow-missing-imatrix", sampleModel(), output, "Q2_K_S"}).exitCode, 0);
  EXPECT_EQ(runCli({"quantize", "--allow-missing-imatrix", sampleModel(), output, "IQ1_S"}).exitCode, 0);
  EXPECT_EQ(runCli({"quantize", "--imatrix", sampleImportance(), sampleModel(), output, "Q2_K_S"}).exitCode, 0);
}

TEST(QuantizeCommand, RefusesNanUnlessAskedToWriteZeros) {
  const TemporaryFolder folder;
  std::filesystem::copy_file(sampleModel(), folder / "nan.gguf");
  {
    std::fstream file(folder / "nan.gguf", std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(-2, std::ios::end);
    file.write("\x00\x7e", 2);  // the last weight, as f16
  }
  const std::string input = (folder / "nan.gguf").string();
  const std::string output = (folder / "o.gguf").string();
  const ProgramResult refused = runCli({"quantize", input, output, "Q4_0"});
  EXPECT_EQ(refused.exitCode, 6);
  EXPECT_THAT(refused.errors, HasSubstr("output.weight"));
  EXPECT_FALSE(std::filesystem::exists(output));
  const json written = cliJson({"quantize", "--json", "--nonfinite-to-zero", input, output, "Q4_0"});
  EXPECT_EQ(written.at("zeroed_values"), 1);
  EXPECT_EQ(written.at("zeroed_tensors"), json::array({"output.weight"}));
}

TEST(QuantizeCommand, FindsImportanceOfRenumberedLayers) {
  const TemporaryFolder folder;
  const std::string output = (folder / "o.gguf").string();
  const json written = cliJson(
      {"quantize", "--json", "--imatrix", sampleImportance(), "--prune-layers", "0", sampleModel(), output, "Q2_K_S"});
  EXPECT_EQ(written.at("needs_importance"), 0);
}

TEST(QuantizeCommand, ReplacesAnExistingOutput) {
  const TemporaryFolder folder;
  std::ofstream(folder / "o.gguf") << "old";
  EXPECT_EQ(runCli({"quantize", sampleModel(), (folder / "o.gguf").string(), "Q4_0"}).exitCode, 0);
  EXPECT_GT(std::filesystem::file_size(folder / "o.gguf"), 1000000u);
}

}  // namespace
}  // namespace halftone::test
