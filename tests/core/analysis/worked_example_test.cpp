// The worked example: 128 values, 126 within ±0.5 and two at +14.2 and −11.8.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/analysis/one_scale.h"
#include "tests/core/analysis/naive_reference.h"

namespace halftone {
namespace {

// Four blocks of 32 in one row. The outliers share the first block; +0.08 and −0.08 are in it and in the last, whose
// largest value is 0.5.
std::vector<float> exampleValues() {
  std::vector<float> values(128);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<float>(static_cast<double>((i * 37) % 101) / 100 - 0.5);
  values[3] = 14.2F;
  values[17] = -11.8F;
  values[5] = 0.08F;
  values[6] = -0.08F;
  values[100] = 0.08F;
  values[101] = -0.08F;
  values[96] = 0.5F;
  return values;
}

// Every group of `group` values with one scale of `bits` bits, decoded again.
std::vector<float> oneScaleDecoded(const std::vector<float>& values, std::size_t group, int bits) {
  std::vector<float> decoded;
  for (std::size_t first = 0; first < values.size(); first += group) {
    const std::span<const float> part = std::span(values).subspan(first, group);
    const double step = oneScaleStep(part, bits);
    for (const float value : part) decoded.push_back(static_cast<float>(stepsOf(value, step) * step));
  }
  return decoded;
}

TEST(WorkedExample, HasTheStatedValues) {
  const std::vector<float> values = exampleValues();
  ASSERT_EQ(values.size(), 128U);
  EXPECT_EQ(std::count_if(values.begin(), values.end(), [](float x) { return std::abs(x) <= 0.5F; }), 126);
}

TEST(WorkedExample, OneEightBitScale) {
  const std::vector<float> values = exampleValues();
  const double step = oneScaleStep(values, 8);
  EXPECT_NEAR(step, 0.1118, 0.00005);
  EXPECT_EQ(stepsOf(0.08, step), 1);
  const std::vector<float> decoded = oneScaleDecoded(values, 128, 8);
  EXPECT_NEAR(decoded[5], 0.1118, 0.00005);
  const double error = static_cast<double>(values[5]) - static_cast<double>(decoded[5]);
  EXPECT_NEAR(error, -0.0318, 0.00005);
  EXPECT_NEAR(std::abs(error) / static_cast<double>(values[5]), 0.398, 0.0005);
}

TEST(WorkedExample, OneFourBitScaleLosesTheSign) {
  const std::vector<float> values = exampleValues();
  const double step = oneScaleStep(values, 4);
  EXPECT_NEAR(step, 2.0286, 0.00005);
  const std::vector<float> decoded = oneScaleDecoded(values, 128, 4);
  EXPECT_EQ(decoded[5], 0.0F);
  EXPECT_EQ(decoded[6], 0.0F);

  // All 126 small weights vanish: the measures say so.
  const test::Matrix matrix{1, 128, values, decoded, {}};
  const TensorAnalysis analysis = test::streamedAnalysis(matrix, {0});
  const auto nonZero = static_cast<double>(std::count_if(values.begin(), values.end(), [](float x) { return x != 0; }));
  EXPECT_DOUBLE_EQ(analysis.error.signLost, (nonZero - 2) / nonZero);
  EXPECT_LT(analysis.error.signLostEnergy, 0.04) << "many weights, but little energy";
  EXPECT_EQ(analysis.error.signFlipped, 0);
}

TEST(WorkedExample, BlocksOfSmallWeightsKeepTheirSigns) {
  const std::vector<float> values = exampleValues();
  const std::span<const float> last = std::span(values).subspan(96, 32);
  const double step = oneScaleStep(last, 4);
  EXPECT_NEAR(step, 0.0714, 0.00005);
  EXPECT_EQ(stepsOf(0.08, step), 1);
  EXPECT_EQ(stepsOf(-0.08, step), -1);

  const test::Matrix matrix{1, 128, values, oneScaleDecoded(values, 32, 4), {}};
  const TensorAnalysis analysis = test::streamedAnalysis(matrix, {0});
  EXPECT_DOUBLE_EQ(analysis.source.outlierRuledBlocks, 0.25) << "only the block of the two outliers";
  ASSERT_GE(analysis.outliers.size(), 2U);
  EXPECT_EQ(analysis.outliers[0].column, 3U);
  EXPECT_EQ(analysis.outliers[0].value, 14.2F);
  EXPECT_EQ(analysis.outliers[1].column, 17U);
  EXPECT_EQ(analysis.outliers[1].value, -11.8F);
  EXPECT_NEAR(analysis.columnPeaks[3], 14.2 / 0.24, 1e-5) << "the median of all |x| is 0.24";
  EXPECT_DOUBLE_EQ(analysis.source.beyond6Sigma, 2.0 / 128);
}

TEST(WorkedExample, GaussianBoundIsSixDecibelsABit) {
  EXPECT_NEAR(gaussianBoundDb(1), 6.0206, 0.00005);
  EXPECT_NEAR(gaussianBoundDb(4.5), 27.0927, 0.00005);
  EXPECT_NEAR(gaussianBoundDb(4.5, 1.25), 28.3427, 0.00005);
}

}  // namespace
}  // namespace halftone
