#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/codec/codec.h"
#include "tests/core/codec/vectors.h"
#include "tests/support/paths.h"

namespace halftone {
namespace {

struct Case {
  TensorType type;
  const char* input;
  bool weighted;
};

constexpr const char* kInputs[] = {"gaussian", "heavy_tailed", "outlier_channels", "uneven_rows"};

std::string upperCase(std::string text) {
  for (char& letter : text)
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  return text;
}

const nlohmann::json& references() {
  static const nlohmann::json all = nlohmann::json::parse(std::ifstream(test::goldenPath("encode_reference.json")));
  return all;
}

const char* errorKey(bool weighted) { return weighted ? "relative_weighted_mse" : "relative_mse"; }

std::vector<TensorType> quantizedTypes() {
  std::vector<TensorType> types = encodableTypes();
  std::erase_if(types, [](TensorType type) { return !findTensorType(type)->quantized; });
  return types;
}

// The reference encodes some types with importance only.
std::vector<Case> allCases() {
  std::vector<Case> cases;
  for (const TensorType type : quantizedTypes()) {
    const nlohmann::json& reference = references().at(upperCase(tensorTypeName(type)));
    for (const char* input : kInputs)
      for (const bool weighted : {false, true})
        if (reference.at(input).contains(errorKey(weighted))) cases.push_back({type, input, weighted});
  }
  return cases;
}

std::string nameOf(const testing::TestParamInfo<Case>& info) {
  return tensorTypeName(info.param.type) + "_" + info.param.input + (info.param.weighted ? "_weighted" : "");
}

// Σw·e² / Σw·x², after encoding and decoding; w is `importance` or 1.
double relativeError(const Codec& codec, const test::Vector& input, std::span<const float> importance, Effort effort) {
  const std::vector<float> values = input.floats();
  std::vector<std::byte> blocks(tensorBytes(codec.type, input.columns, input.rows)->count);
  codec.encode({values, input.columns, importance, effort}, blocks);
  std::vector<float> decoded(values.size());
  codec.decode(blocks, decoded);
  double error = 0, energy = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double weight = importance.empty() ? 1.0 : static_cast<double>(importance[i % input.columns]);
    const double x = static_cast<double>(values[i]);
    const double e = x - static_cast<double>(decoded[i]);
    error += weight * e * e;
    energy += weight * x * x;
  }
  return error / energy;
}

class GoldenEncode : public testing::TestWithParam<Case> {};

// Ours over the reference's.
double errorRatio(const Case& own, Effort effort) {
  static const auto inputs = test::readVectors("encode_inputs.gguf");
  const std::vector<float> importance = inputs.at("importance").floats();
  const std::string type = tensorTypeName(own.type);
  const double reference = references().at(upperCase(type)).at(own.input).at(errorKey(own.weighted)).get<double>();
  const double ours =
      relativeError(*findCodec(own.type), inputs.at(own.input),
                    own.weighted ? std::span<const float>(importance) : std::span<const float>(), effort);
  std::printf("%-8s %-17s %-9s %-6s %.4e, %.4f of the reference\n", type.c_str(), own.input,
              own.weighted ? "weighted" : "plain", std::string(effortName(effort)).c_str(), ours, ours / reference);
  return ours / reference;
}

// Where the best is known (q1_0), both have it, and sums differ in their last digits.
constexpr double kSlack = 1e-12;

TEST_P(GoldenEncode, ErrsNoMoreThanTheReference) { EXPECT_LE(errorRatio(GetParam(), Effort::Normal), 1 + kSlack); }

INSTANTIATE_TEST_SUITE_P(Types, GoldenEncode, testing::ValuesIn(allCases()), nameOf);

class QuickEncode : public testing::TestWithParam<TensorType> {};

TEST_P(QuickEncode, ErrsNoMoreThanTheReferenceOverAllInputs) {
  for (const bool weighted : {false, true}) {
    double product = 1;
    for (const Case& own : allCases())
      if (own.type == GetParam() && own.weighted == weighted) product *= errorRatio(own, Effort::Quick);
    EXPECT_LE(product, 1 + kSlack) << (weighted ? "weighted" : "plain");
  }
}

INSTANTIATE_TEST_SUITE_P(Types, QuickEncode, testing::ValuesIn(quantizedTypes()),
                         [](const auto& info) { return tensorTypeName(info.param); });

TEST(EncodableTypes, AreThoseThatWeightsCanHave) {
  EXPECT_EQ(encodableTypes().size(), 28U);
  for (const TensorTypeInfo& info : knownTensorTypes())
    EXPECT_EQ(canEncode(info.type), isWeightType(info.type)) << info.name;
}

}  // namespace
}  // namespace halftone
