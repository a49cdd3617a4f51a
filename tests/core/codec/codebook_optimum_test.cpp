// How near each effort of the codebook encoders comes to the least error that there is.
#include "tests/core/codec/codebook_optimum.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>

#include "core/codec/codec.h"
#include "tests/core/codec/vectors.h"

namespace halftone {
namespace {

constexpr const char* kInputs[] = {"gaussian", "heavy_tailed", "outlier_channels", "uneven_rows"};
constexpr std::size_t kSamples = 20;  // blocks of an input
constexpr double kFreedom = 1e-3;     // that the oracle gives away by knowing only the d that f16 holds

std::string nameOf(const testing::TestParamInfo<TensorType>& info) { return tensorTypeName(info.param); }

class NearTheCodebookOptimum : public testing::TestWithParam<TensorType> {};
INSTANTIATE_TEST_SUITE_P(Types, NearTheCodebookOptimum, testing::ValuesIn(test::kCodebookTypes), nameOf);

struct Errors {
  std::array<double, kEfforts.size()> ours{};
  double least = 0;
  std::size_t beaten = 0;  // times that we err less than is possible
};

struct Sums {
  double energy = 0, product = 0, decoded = 0;  // Σ w·x², Σ w·x·y, Σ w·y²

  double error() const { return energy - 2 * product + decoded; }
  double errorBestScaled() const { return energy - product * product / decoded; }
};

Sums sumsOf(const test::WeightedBlock& block, std::span<const float> decoded) {
  Sums sums;
  for (std::size_t i = 0; i < block.x.size(); ++i) {
    const double x = static_cast<double>(block.x[i]);
    const double y = static_cast<double>(decoded[i]);
    const double w = static_cast<double>(block.w[i]);
    sums.energy += w * x * x;
    sums.product += w * x * y;
    sums.decoded += w * y * y;
  }
  return sums;
}

// Types of one or two bits are stretched at last, so that they do not shrink the block; what the codewords and the
// sub-blocks' scales are worth shows when that is taken back.
double codewordsError(TensorType type, const Sums& sums) {
  const std::string name = tensorTypeName(type);
  return name.starts_with("iq3") ? sums.error() : sums.errorBestScaled();
}

void addBlock(TensorType type, const test::WeightedBlock& block, Errors& errors) {
  std::vector<std::byte> bytes(findTensorType(type)->blockBytes);
  std::vector<float> decoded(256);
  const double least = test::leastCodebookError(test::codebookForm(type), block);
  errors.least += least;
  for (const Effort effort : kEfforts) {
    findCodec(type)->encode({block.x, 256, block.w, effort}, bytes);
    findCodec(type)->decode(bytes, decoded);
    const double ours = codewordsError(type, sumsOf(block, decoded));
    errors.ours[static_cast<std::size_t>(effort)] += ours;
    errors.beaten += least > ours * (1 + kFreedom) ? 1 : 0;
  }
}

Errors compare(TensorType type, const test::Vector& input, std::span<const float> importance) {
  const std::vector<float> values = input.floats(), even(256, 1.0F);
  const std::size_t blocks = values.size() / 256;
  Errors errors;
  for (std::size_t k = 0; k < kSamples; ++k) {
    const std::size_t first = (2 * k + 1) * blocks / (2 * kSamples) * 256;
    const auto own = importance.empty() ? std::span<const float>(even) : importance.subspan(first % input.columns, 256);
    addBlock(type, {std::span(values).subspan(first, 256), own}, errors);
  }
  return errors;
}

TEST_P(NearTheCodebookOptimum, OnTheVectors) {
  const auto vectors = test::readVectors("encode_inputs.gguf");
  const std::vector<float> importance = vectors.at("importance").floats();
  double left[kEfforts.size()] = {}, most = 0;
  for (const char* input : kInputs) {
    for (const bool weighted : {false, true}) {
      const Errors errors = compare(GetParam(), vectors.at(input), weighted ? importance : std::span<const float>());
      std::printf("%-7s %-17s %-8s of the least error:", tensorTypeName(GetParam()).c_str(), input,
                  weighted ? "weighted" : "plain");
      for (const Effort effort : kEfforts) {
        const double ratio = errors.ours[static_cast<std::size_t>(effort)] / errors.least;
        left[static_cast<std::size_t>(effort)] += ratio - 1;
        std::printf(" %s %.5f", std::string(effortName(effort)).c_str(), ratio);
        if (effort == Effort::Normal) most = std::max(most, ratio);
      }
      std::printf("\n");
      EXPECT_EQ(errors.beaten, 0U) << "the oracle is not one";
    }
  }
  EXPECT_LE(most, 1.02);
  EXPECT_LE(left[static_cast<std::size_t>(Effort::Thorough)], 0.5 * left[static_cast<std::size_t>(Effort::Normal)]);
}

}  // namespace
}  // namespace halftone
