// analyze and compare, run as a program on the sample.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/cli/program.h"
#include "tests/support/paths.h"

namespace halftone::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const std::set<std::string> kTotalKeys = {"values",    "rmse", "relative_mse", "sqnr_db",          "cosine",
                                          "max_error", "bias", "sign_lost",    "sign_lost_energy", "sign_flipped"};

std::set<std::string> keysOf(const json& object) {
  std::set<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.insert(key);
  return keys;
}

void expectMeasured(const json& measured) {
  std::set<std::string> tensorKeys = kTotalKeys;
  tensorKeys.insert({"name", "type", "kurtosis", "peak"});
  std::uint64_t values = 0;
  for (const json& tensor : measured.at("tensors")) {
    EXPECT_EQ(keysOf(tensor), tensorKeys);
    values += tensor.at("values").get<std::uint64_t>();
  }
  EXPECT_EQ(keysOf(measured.at("total")), kTotalKeys);
  EXPECT_EQ(measured.at("total").at("values"), values);
}

TEST(CompareCommand, MeasuresEveryTensor) {
  const TemporaryFolder folder;
  const std::string output = (folder / "o.gguf").string();
  ASSERT_EQ(runCli({"quantize", sampleModel(), output, "Q4_K_M"}).exitCode, 0);
  const json compared = cliJson({"compare", sampleModel(), output, "--json"});
  expectMeasured(compared);
  ASSERT_EQ(compared.at("tensors").size(), 57u);
  for (const json& tensor : compared.at("tensors")) {
    if (tensor.at("type") == "f32")
      EXPECT_TRUE(tensor.at("sqnr_db").is_null()) << tensor.at("name");  // no error: infinite
    else
      EXPECT_GT(tensor.at("sqnr_db").get<double>(), 15) << tensor.at("name");
  }
  const ProgramResult table = runCli({"compare", sampleModel(), output, "-t", "1"});
  EXPECT_THAT(table.output, HasSubstr("∞"));
  EXPECT_EQ(table.errors, "");
  const json sampled = cliJson({"compare", sampleModel(), output, "--json", "--sample", "10000"});
  EXPECT_TRUE(sampled.at("sampled").get<bool>());
  EXPECT_LT(sampled.at("total").at("values"), compared.at("total").at("values"));
}

TEST(CompareCommand, SaysWhatIsOnlyInOne) {
  const TemporaryFolder folder;
  const std::string output = (folder / "o.gguf").string();
  ASSERT_EQ(runCli({"quantize", sampleModel(), output, "Q8_0", "--prune-layers", "5"}).exitCode, 0);
  EXPECT_THAT(runCli({"compare", sampleModel(), output}).output, HasSubstr("9 tensors are only in the original file"));
}

TEST(AnalyzeCommand, MeasuresEveryTypeAskedFor) {
  const json analyzed = cliJson({"analyze", sampleModel(), "--tensor", "blk\\.0\\.ffn_down", "--type", "q4_K", "--type",
                                 "q6_K", "--json", "--imatrix", sampleImportance()});
  expectMeasured(analyzed);
  ASSERT_EQ(analyzed.at("tensors").size(), 2u);
  EXPECT_LT(analyzed.at("tensors")[0].at("sqnr_db"), analyzed.at("tensors")[1].at("sqnr_db"));
  ASSERT_EQ(analyzed.at("by_type").size(), 2u);
  EXPECT_EQ(analyzed.at("by_type")[0].at("type"), "q4_K");
  EXPECT_EQ(analyzed.at("by_type")[0].at("rmse"), analyzed.at("tensors")[0].at("rmse"));
}

TEST(AnalyzeCommand, WithoutTypesDescribesTheTensorsThemselves) {
  const json analyzed = cliJson({"analyze", sampleModel(), "--json"});
  expectMeasured(analyzed);
  ASSERT_EQ(analyzed.at("tensors").size(), 57u);
  double largest = 0;
  for (const json& tensor : analyzed.at("tensors")) {
    EXPECT_TRUE(tensor.at("sqnr_db").is_null());
    largest = std::max(largest, tensor.at("peak").get<double>());
  }
  EXPECT_GT(largest, 25);  // the sample's rescaled channels
  EXPECT_THAT(runCli({"analyze", sampleModel(), "--type", "q4_K"}).output, HasSubstr("13 of 57 tensors"));
}

}  // namespace
}  // namespace halftone::test
