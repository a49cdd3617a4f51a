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

std::vector<Case> allCases() {
  std::vector<Case> cases;
  for (const Codec& codec : allCodecs()) {
    if (!codec.canEncode() || !findTensorType(codec.type)->quantized) continue;
    for (const char* input : kInputs)
      for (const bool weighted : {false, true}) cases.push_back({codec.type, input, weighted});
  }
  return cases;
}

std::string nameOf(const testing::TestParamInfo<Case>& info) {
  return tensorTypeName(info.param.type) + "_" + info.param.input + (info.param.weighted ? "_weighted" : "");
}

std::string upperCase(std::string text) {
  for (char& letter : text)
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  return text;
}

const nlohmann::json& references() {
  static const nlohmann::json all = nlohmann::json::parse(std::ifstream(test::goldenPath("encode_reference.json")));
  return all;
}

// Σw·e² / Σw·x², after encoding and decoding; w is `importance` or 1.
double relativeError(const Codec& codec, const test::Vector& input, std::span<const float> importance) {
  const std::vector<float> values = input.floats();
  std::vector<std::byte> blocks(tensorBytes(codec.type, input.columns, input.rows)->count);
  codec.encode(values, input.columns, importance, blocks);
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

TEST_P(GoldenEncode, ErrsNoMoreThanTheReference) {
  const auto inputs = test::readVectors("encode_inputs.gguf");
  const std::vector<float> importance = inputs.at("importance").floats();
  const Codec& codec = *findCodec(GetParam().type);
  const std::string type = tensorTypeName(GetParam().type);
  const double reference = references()
                               .at(upperCase(type))
                               .at(GetParam().input)
                               .at(GetParam().weighted ? "relative_weighted_mse" : "relative_mse")
                               .get<double>();
  const double ours =
      relativeError(codec, inputs.at(GetParam().input),
                    GetParam().weighted ? std::span<const float>(importance) : std::span<const float>());
  std::printf("%-8s %-17s %-9s %.4e, %.4f of the reference\n", type.c_str(), GetParam().input,
              GetParam().weighted ? "weighted" : "plain", ours, ours / reference);
  // Where the best is known (q1_0), both have it, and sums differ in their last digits.
  EXPECT_LE(ours, reference * (1 + 1e-12));
}

INSTANTIATE_TEST_SUITE_P(Types, GoldenEncode, testing::ValuesIn(allCases()), nameOf);

TEST(EncodableTypes, AreThese) {
  std::vector<std::string> names;
  for (const Codec& codec : allCodecs())
    if (codec.canEncode()) names.push_back(tensorTypeName(codec.type));
  const std::vector<std::string> expected = {"q1_0",  "tq1_0", "tq2_0", "q2_0",   "q2_K",  "q3_K", "iq4_xs",
                                             "mxfp4", "q4_0",  "q4_K",  "iq4_nl", "nvfp4", "q4_1", "q5_0",
                                             "q5_K",  "q5_1",  "q6_K",  "q8_0",   "f16",   "bf16", "f32"};
  EXPECT_EQ(names, expected);
}

}  // namespace
}  // namespace halftone
