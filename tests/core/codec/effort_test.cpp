// What an effort promises: more of it never errs more, over all golden inputs together.
#include <gtest/gtest.h>

#include <cstdio>

#include "core/codec/codec.h"
#include "tests/core/codec/vectors.h"

namespace halftone {
namespace {

std::string nameOf(const testing::TestParamInfo<TensorType>& info) { return tensorTypeName(info.param); }

class Efforts : public testing::TestWithParam<TensorType> {};
INSTANTIATE_TEST_SUITE_P(Types, Efforts, testing::ValuesIn(encodableTypes()), nameOf);

// Σ w·e² / Σ w·x², w = importance or 1, of the vector's first rows.
double relativeError(const Codec& codec, const test::Vector& input, std::span<const float> importance, Effort effort) {
  constexpr std::size_t kRows = 8;
  const std::vector<float> all = input.floats();
  const auto values = std::span(all).first(std::min<std::size_t>(kRows, input.rows) * input.columns);
  std::vector<std::byte> blocks(tensorBytes(codec.type, input.columns, values.size() / input.columns)->count);
  codec.encode({values, input.columns, importance, effort}, blocks);
  std::vector<float> decoded(values.size());
  codec.decode(blocks, decoded);
  double error = 0, energy = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double weight = importance.empty() ? 1.0 : static_cast<double>(importance[i % input.columns]);
    const double x = static_cast<double>(values[i]), e = x - static_cast<double>(decoded[i]);
    error += weight * e * e;
    energy += weight * x * x;
  }
  return error / energy;
}

TEST_P(Efforts, LeaveLessErrorTheMoreThereIs) {
  const auto inputs = test::readVectors("encode_inputs.gguf");
  const std::vector<float> importance = inputs.at("importance").floats();
  for (const bool weighted : {false, true}) {
    double before = 0;
    for (const Effort effort : {Effort::Thorough, Effort::Normal, Effort::Quick}) {
      double total = 0;
      for (const char* input : {"gaussian", "heavy_tailed", "outlier_channels", "uneven_rows"})
        total += relativeError(*findCodec(GetParam()), inputs.at(input),
                               weighted ? std::span<const float>(importance) : std::span<const float>(), effort);
      std::printf("%-8s %-8s %-8s %.4e\n", tensorTypeName(GetParam()).c_str(), weighted ? "weighted" : "plain",
                  std::string(effortName(effort)).c_str(), total);
      EXPECT_GE(total, before * (1 - 1e-12)) << effortName(effort) << (weighted ? ", weighted" : "");
      before = total;
    }
  }
}

}  // namespace
}  // namespace halftone
