// analyze and compare, run as a program on the sample.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <set>

#include "tests/cli/program.h"
#include "tests/support/paths.h"

namespace halftone::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const std::set<std::string> kTotalKeys = {"values",    "not_finite",       "rmse",        "relative_mse",
                                          "sqnr_db",   "cosine",           "max_error",   "bias",
                                          "sign_lost", "sign_lost_energy", "sign_flipped"};

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
  EXPECT_THAT(runCli({"compare", sampleModel(), output}).output,
              HasSubstr("9 tensors are only in the original file: blk.5."));
}

TEST(CompareCommand, ListsNamesWithoutPartner) {
  const TemporaryFolder folder;
  const std::string output = (folder / "o.gguf").string();
  ASSERT_EQ(runCli({"quantize", sampleModel(), output, "Q8_0", "--prune-layers", "5"}).exitCode, 0);
  const json compared = cliJson({"compare", "--json", sampleModel(), output, "--sample", "100"});
  EXPECT_EQ(compared.at("only_in_original").size(), 9u);
  EXPECT_THAT(compared.at("only_in_original")[0].get<std::string>(), HasSubstr("blk.5."));
  EXPECT_EQ(compared.at("only_in_quantized"), json::array());
}

// The sample with another type's number at its first tensor of this name, or with its last weight NaN.
std::string damagedSample(const TemporaryFolder& folder, const std::string& tensor, std::uint32_t type) {
  std::ifstream in(sampleModel(), std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), {});
  if (tensor.empty()) {
    bytes.replace(bytes.size() - 2, 2, std::string("\x00\x7e", 2));
  } else {
    const std::size_t at = bytes.find(tensor) + tensor.size();
    std::uint32_t rank = 0;
    std::memcpy(&rank, bytes.data() + at, sizeof(rank));
    std::memcpy(bytes.data() + at + sizeof(rank) + rank * sizeof(std::uint64_t), &type, sizeof(type));
  }
  const std::string path = (folder / "damaged.gguf").string();
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

TEST(AnalyzeCommand, LeavesOutTypesThatItCannotRead) {
  const TemporaryFolder folder;
  const std::string path = damagedSample(folder, "blk.1.ffn_up.weight", 137);
  const ProgramResult result = runCli({"analyze", path, "--sample", "100"});
  EXPECT_EQ(result.exitCode, 0) << result.errors;
  EXPECT_THAT(result.output, HasSubstr("1 of 57 tensors are of types that cannot be read here and are left out: "
                                       "blk.1.ffn_up.weight (type 137)."));
  EXPECT_EQ(cliJson({"analyze", "--json", path, "--sample", "100"}).at("tensors").size(), 56u);
}

TEST(AnalyzeCommand, ListsDamagedTensors) {
  const TemporaryFolder folder;
  const std::string path = damagedSample(folder, "", 0);
  EXPECT_THAT(runCli({"analyze", path}).output, HasSubstr("in 1 tensor: output.weight."));
  const json analyzed = cliJson({"analyze", "--json", path});
  for (const json& tensor : analyzed.at("tensors"))
    EXPECT_EQ(tensor.at("not_finite"), tensor.at("name") == "output.weight" ? 1 : 0);
}

TEST(AnalyzeCommand, UsesMoreThreadsThanProcessorsWithoutAWord) {
  const ProgramResult result = runCli({"analyze", sampleModel(), "--sample", "100", "-t", "64"});
  EXPECT_EQ(result.exitCode, 0);
  EXPECT_EQ(result.errors, "");
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
