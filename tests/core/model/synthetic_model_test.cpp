#include "tests/support/synthetic_model.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/paths.h"

namespace halftone {
namespace {

// The size that the reference gives for Q8_0: it only fits if every tensor has the shape that the reference had.
TEST(SyntheticModel, ShapesHaveTheReferencesSizes) {
  std::ifstream stream(test::goldenPath("presets.json"));
  const nlohmann::json golden = nlohmann::json::parse(stream);
  ASSERT_EQ(golden.size(), 9u);
  for (const auto& [name, expected] : golden.items()) {
    const auto model = test::syntheticModel(name);
    std::uint64_t bytes = 0;
    for (const TensorInfo& tensor : model->tensors()) {
      const TensorType type = tensor.type == TensorType::F16 ? TensorType::Q8_0 : tensor.type;
      bytes += tensorBytes(type, tensor.shape.columns(), tensor.shape.rows()).value().count;
    }
    const double mebibytes = static_cast<double>(bytes) / 1048576.0;
    EXPECT_NEAR(mebibytes, expected["presets"]["Q8_0"]["tensor_mib"].get<double>(), 0.006) << name;
  }
}

TEST(SyntheticModel, HasTheHyperparametersOfItsShape) {
  const Hyperparameters found = test::syntheticModel("qwen3-30b-a3b")->hyperparameters();
  EXPECT_EQ(found.architecture, "qwen3moe");
  EXPECT_EQ(found.layers, 48u);
  EXPECT_EQ(found.experts, 128u);
  EXPECT_EQ(found.expertsUsed, 8u);
  EXPECT_EQ(found.heads, 32u);
  EXPECT_EQ(found.keyValueHeads, 4u);
  EXPECT_EQ(found.vocabulary, 151936u);
}

TEST(SyntheticModel, RefusesAnUnknownName) { EXPECT_THROW(test::namedShape("gpt-9"), std::invalid_argument); }

}  // namespace
}  // namespace halftone
