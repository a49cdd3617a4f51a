// inspect and plan, run as a program on the sample.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "tests/cli/program.h"
#include "tests/support/paths.h"

namespace halftone::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::vector<std::string> keysOf(const json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

TEST(InspectCommand, ShowsWhatIsInTheFile) {
  const ProgramResult result = runCli({"inspect", sampleModel()});
  EXPECT_EQ(result.exitCode, 0) << result.errors;
  for (const char* part : {"Fireside 6.8M v1.0", "GGUF version 3, 1 file", "llama, 6 layers", "16.01 bits per weight",
                           "f32 × 13, f16 × 44", "llama.block_count", "blk.5.ffn_down.weight"})
    EXPECT_THAT(result.output, HasSubstr(part));
  EXPECT_EQ(result.errors, "");
}

TEST(InspectCommand, FiltersMetadataAndTensors) {
  const json shown = cliJson({"inspect", sampleModel(), "--json", "--metadata", "rope", "--tensor", "attn_[qk]\\."});
  EXPECT_EQ(shown.at("metadata").size(), 2u);
  EXPECT_EQ(shown.at("tensors").size(), 12u);
  EXPECT_EQ(shown.at("parameters"), 6819072);
  EXPECT_EQ(shown.at("format"), "gguf");
  EXPECT_EQ(shown.at("hyperparameters").at("key_value_heads"), 2);
  EXPECT_NEAR(shown.at("bits_per_weight").get<double>(), 16.0078, 1e-3);
  const json whole = cliJson({"inspect", sampleModel(), "--json", "--full", "--metadata", "ggml.tokens"});
  EXPECT_EQ(whole.at("metadata")[0].at("value").size(), 4096u);
  EXPECT_EQ(whole.at("metadata")[0].at("length"), 4096);
}

TEST(PlanCommand, JsonHasExactlyItsKeysAndAddsUp) {
  const json plan = cliJson({"plan", sampleModel(), "Q4_K_M", "--json"});
  EXPECT_EQ(keysOf(plan), (std::vector<std::string>{"bits_per_weight", "effort", "fallbacks", "file_bytes",
                                                    "needs_importance", "tensors", "total_bytes"}));
  std::uint64_t sum = 0;
  for (const json& tensor : plan.at("tensors")) {
    EXPECT_EQ(keysOf(tensor), (std::vector<std::string>{"bytes", "name", "reason", "shape", "source_type", "type"}));
    sum += tensor.at("bytes").get<std::uint64_t>();
  }
  EXPECT_EQ(plan.at("total_bytes"), sum);
  EXPECT_EQ(plan.at("tensors").size(), 57u);
  EXPECT_EQ(plan.at("fallbacks"), 0);
  EXPECT_NEAR(plan.at("bits_per_weight").get<double>(), 4.97, 0.01);
}

TEST(PlanCommand, TakesTheOptionsOfQuantize) {
  const TemporaryFolder folder;
  std::ofstream(folder / "types.txt") << "# mine\nattn_q=q8_0\n";
  const json plan = cliJson({"plan", sampleModel(), "Q4_K_M", "--tensor-type", "FFN_UP=q5_0", "--tensor-type-file",
                             (folder / "types.txt").string(), "--output-tensor-type", "f16", "--json"});
  std::map<std::string, std::string> types;
  for (const json& tensor : plan.at("tensors")) types[tensor.at("name")] = tensor.at("type");
  EXPECT_EQ(types.at("blk.3.ffn_up.weight"), "q5_0");
  EXPECT_EQ(types.at("blk.3.attn_q.weight"), "q8_0");
  EXPECT_EQ(types.at("output.weight"), "f16");
}

TEST(PlanCommand, TableSaysWhyAndWarns) {
  const ProgramResult result = runCli({"plan", sampleModel(), "IQ2_XXS"});
  EXPECT_EQ(result.exitCode, 0);
  for (const char* part : {"IQ2_XXS's base type", "never quantized: one dimension", "importance matrix is needed"})
    EXPECT_THAT(result.output, HasSubstr(part));
}

}  // namespace
}  // namespace halftone::test
