// What every effort of the codebook encoders promises: less error than the reference, the same bytes on each SIMD
// target.
#include <gtest/gtest.h>

#include <cctype>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/codec/codec.h"
#include "tests/core/codec/codebook_form.h"
#include "tests/core/codec/vectors.h"
#include "tests/support/paths.h"

namespace halftone {
namespace {

constexpr const char* kInputs[] = {"gaussian", "heavy_tailed", "outlier_channels", "uneven_rows"};

std::string nameOf(const testing::TestParamInfo<TensorType>& info) { return tensorTypeName(info.param); }

std::vector<std::byte> encoded(TensorType type, const Rows& rows) {
  std::vector<std::byte> blocks(rows.values.size() / 256 * findTensorType(type)->blockBytes);
  findCodec(type)->encode(rows, blocks);
  return blocks;
}

// Σ w·e² / Σ w·x².
double relativeError(TensorType type, const Rows& rows) {
  std::vector<float> decoded(rows.values.size());
  findCodec(type)->decode(encoded(type, rows), decoded);
  double error = 0, energy = 0;
  for (std::size_t i = 0; i < decoded.size(); ++i) {
    const double weight = rows.importance.empty() ? 1.0 : static_cast<double>(rows.importance[i % rows.columns]);
    const double x = static_cast<double>(rows.values[i]), e = x - static_cast<double>(decoded[i]);
    error += weight * e * e;
    energy += weight * x * x;
  }
  return error / energy;
}

// What the reference reaches; it encodes some types with importance only.
std::optional<double> referenceError(TensorType type, const char* input, bool weighted) {
  static const nlohmann::json all = nlohmann::json::parse(std::ifstream(test::goldenPath("encode_reference.json")));
  std::string name = tensorTypeName(type);
  for (char& letter : name) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  const nlohmann::json& errors = all.at(name).at(input);
  const char* key = weighted ? "relative_weighted_mse" : "relative_mse";
  if (!errors.contains(key)) return std::nullopt;
  return errors.at(key).get<double>();
}

class CodebookEfforts : public testing::TestWithParam<TensorType> {
 protected:
  ~CodebookEfforts() override { EXPECT_TRUE(forceSimdTarget({})); }

  const std::map<std::string, test::Vector> vectors = test::readVectors("encode_inputs.gguf");
  const std::vector<float> importance = vectors.at("importance").floats();
};
INSTANTIATE_TEST_SUITE_P(Types, CodebookEfforts, testing::ValuesIn(test::kCodebookTypes), nameOf);

TEST_P(CodebookEfforts, ErrNoMoreThanTheReference) {
  for (const char* input : kInputs) {
    const std::vector<float> values = vectors.at(input).floats();
    for (const bool weighted : {false, true}) {
      const std::optional<double> reference = referenceError(GetParam(), input, weighted);
      if (!reference) continue;
      const auto weights = weighted ? std::span<const float>(importance) : std::span<const float>();
      for (const Effort effort : kEfforts) {
        EXPECT_LE(relativeError(GetParam(), {values, vectors.at(input).columns, weights, effort}), *reference)
            << input << (weighted ? ", weighted, " : ", ") << effortName(effort);
      }
    }
  }
}

TEST_P(CodebookEfforts, EveryTargetGivesTheSameBytes) {
  for (const char* input : kInputs) {
    const std::vector<float> values = vectors.at(input).floats();
    const auto some = std::span(values).first(2 * importance.size());
    for (const Effort effort : kEfforts) {
      for (const bool weighted : {false, true}) {
        const Rows rows{some, importance.size(),
                        weighted ? std::span<const float>(importance) : std::span<const float>(), effort};
        ASSERT_TRUE(forceSimdTarget({}));
        const std::vector<std::byte> best = encoded(GetParam(), rows);
        for (const std::string_view target : simdTargets()) {
          ASSERT_TRUE(forceSimdTarget(target));
          ASSERT_EQ(encoded(GetParam(), rows), best) << target << ' ' << input << ' ' << effortName(effort);
        }
      }
    }
  }
}

}  // namespace
}  // namespace halftone
