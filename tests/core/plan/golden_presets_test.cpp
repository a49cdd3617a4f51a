// Every preset on nine model shapes, tensor by tensor, against what the ecosystem's own tool chose.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "core/plan/plan.h"
#include "tests/support/paths.h"
#include "tests/support/synthetic_model.h"

namespace halftone {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kWithImportance = "+imatrix";

const Json& golden() {
  static const Json json = [] {
    std::ifstream file(test::goldenPath("presets.json"));
    return Json::parse(file);
  }();
  return json;
}

struct GoldenCase {
  std::string model;
  std::string preset;  // with "+imatrix" where importance is given
};

void PrintTo(const GoldenCase& value, std::ostream* out) { *out << value.model << " " << value.preset; }

std::vector<GoldenCase> goldenCases() {
  std::vector<GoldenCase> cases;
  for (const auto& [model, content] : golden().items())
    for (const auto& [preset, expected] : content.at("presets").items()) cases.push_back(GoldenCase{model, preset});
  return cases;
}

PlanRequest requestFor(const Model& model, std::string preset) {
  PlanRequest request;
  if (preset.ends_with(kWithImportance)) {
    preset.resize(preset.size() - kWithImportance.size());
    request.importance = ImportanceSummary{"test.gguf", "text", model.tensors().size(), 1, {}};
    for (const TensorInfo& tensor : model.tensors()) request.importance->tensors.push_back(tensor.name);
  }
  request.preset = presetByName(preset).value();
  return request;
}

// "attn_v.weight" -> "q6_K*2 q4_K*2 q6_K*1": the types of a role's tensors from the first layer to the last.
std::map<std::string, std::string> typesByRow(const Model& model, const Plan& plan) {
  std::map<std::string, std::map<std::int64_t, std::string>> rows;
  for (const PlanEntry& entry : plan.entries) {
    const TensorInfo& tensor = model.tensor(entry.tensor);
    if (tensor.shape.rank < 2) continue;
    const std::string name = tensor.layer ? entry.name.substr(entry.name.find('.', 4) + 1) : entry.name;
    rows[name][tensor.layer ? tensor.layer->value : -1] = tensorTypeName(entry.type);
  }
  std::map<std::string, std::string> result;
  for (const auto& [name, types] : rows) {
    std::vector<std::pair<std::string, int>> runs;
    for (const auto& [layer, type] : types) {
      if (runs.empty() || runs.back().first != type) runs.emplace_back(type, 0);
      ++runs.back().second;
    }
    std::string& text = result[name];
    for (const auto& [type, count] : runs) text += fmt::format("{}{}*{}", text.empty() ? "" : " ", type, count);
  }
  return result;
}

double rounded(double value) { return std::round(value * 100) / 100; }

class GoldenPresets : public testing::TestWithParam<GoldenCase> {};

TEST_P(GoldenPresets, GiveEveryTensorItsType) {
  const Json& expected = golden().at(GetParam().model).at("presets").at(GetParam().preset);
  const std::shared_ptr<const Model> model = test::syntheticModel(GetParam().model);
  const PlanRequest request = requestFor(*model, GetParam().preset);

  const Result<Plan> plan = makePlan(*model, request);
  ASSERT_TRUE(plan) << plan.error().message();
  std::map<std::string, std::string> wanted;
  for (const auto& [name, types] : expected.at("types").items()) wanted[name] = types.get<std::string>();
  EXPECT_EQ(typesByRow(*model, *plan), wanted);
  EXPECT_EQ(plan->fallbacks, expected.at("fallbacks").get<std::size_t>());
  EXPECT_NEAR(rounded(static_cast<double>(plan->totalBytes.count) / 1048576.0), expected.at("tensor_mib").get<double>(),
              1e-6);
  EXPECT_NEAR(rounded(plan->bitsPerWeight()), expected.at("bpw").get<double>(), 1e-6);
  for (const PlanEntry& entry : plan->entries) EXPECT_FALSE(entry.reason.empty()) << entry.name;
}

std::string caseName(const testing::TestParamInfo<GoldenCase>& info) {
  std::string name = info.param.model + "_" + info.param.preset;
  std::replace_if(
      name.begin(), name.end(), [](unsigned char letter) { return std::isalnum(letter) == 0; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, GoldenPresets, testing::ValuesIn(goldenCases()), caseName);

TEST(GoldenPresetsFile, HoldsAllCases) {
  EXPECT_EQ(goldenCases().size(), 378u);
  EXPECT_EQ(golden().size(), 9u);
}

}  // namespace
}  // namespace halftone
