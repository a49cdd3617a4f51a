#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "tests/core/analysis/naive_reference.h"

namespace halftone {
namespace {

using test::Matrix;
using test::streamedAnalysis;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::uint64_t total(const Histogram& histogram) {
  std::uint64_t sum = histogram.below + histogram.above;
  for (const std::uint64_t bin : histogram.bins) sum += bin;
  return sum;
}

TEST(AnalysisEdges, EmptyTensor) {
  const TensorAnalysis analysis = streamedAnalysis({}, {0});
  EXPECT_EQ(analysis.error.values, 0U);
  EXPECT_EQ(analysis.error.sqnrDb, kInfinity);
  EXPECT_EQ(analysis.source.sigma, 0);
  EXPECT_EQ(analysis.source.outlierRuledBlocks, 0);
  EXPECT_TRUE(analysis.outliers.empty());
  EXPECT_TRUE(analysis.columnPeaks.empty());
}

TEST(AnalysisEdges, AllZeros) {
  const std::vector<float> zeros(64, 0.0F);
  const TensorAnalysis analysis = streamedAnalysis({2, 32, zeros, zeros, {}}, {0, 1});
  EXPECT_EQ(analysis.error.relativeMse, 0);
  EXPECT_EQ(analysis.error.sqnrDb, kInfinity);
  EXPECT_EQ(analysis.error.cosine, 1);
  EXPECT_EQ(analysis.error.signLost, 0);
  EXPECT_EQ(analysis.error.signLostEnergy, 0);
  EXPECT_EQ(analysis.source.peak, 0);
  EXPECT_EQ(analysis.source.kurtosis, 0);
  EXPECT_EQ(analysis.source.blockVarianceGainDb, 0);
  EXPECT_EQ(analysis.columnPeaks, std::vector<double>(32, 0.0));
  EXPECT_TRUE(analysis.outliers.empty());
  EXPECT_EQ(analysis.weights.bins[128], 64U) << "one value: the middle bin";
  EXPECT_EQ(analysis.errors.bins[128], 64U);
}

TEST(AnalysisEdges, ZerosThatDecodeToSomething) {
  const TensorAnalysis analysis = streamedAnalysis({1, 2, {0, 0}, {1, -1}, {}}, {0});
  EXPECT_EQ(analysis.error.relativeMse, kInfinity);
  EXPECT_EQ(analysis.error.sqnrDb, -kInfinity);
  EXPECT_EQ(analysis.error.cosine, 0);
  EXPECT_EQ(analysis.decodedWeights.below + analysis.decodedWeights.above, 2U);
}

TEST(AnalysisEdges, ConstantTensorHasNoSpread) {
  // 0.1F is no short binary number; its mean must still be itself, or σ would be noise.
  const std::vector<float> values(3000, 0.1F);
  const TensorAnalysis analysis = streamedAnalysis({3, 1000, values, values, {}}, {0, 1, 2});
  EXPECT_EQ(analysis.source.sigma, 0);
  EXPECT_EQ(analysis.source.kurtosis, 0);
  EXPECT_EQ(analysis.source.peak, kInfinity);
  EXPECT_EQ(analysis.source.beyond6Sigma, 1);
  EXPECT_EQ(analysis.rowPeaks, std::vector<double>(3, 1.0));
  EXPECT_EQ(analysis.signLoss.nonZero[23], 3000U);
  ASSERT_EQ(analysis.outliers.size(), 64U);
  EXPECT_EQ(analysis.outliers[63], (Outlier{0, 63, 0.1F, 0.1F})) << "of equals the first in the tensor";
}

TEST(AnalysisEdges, SingleValue) {
  const TensorAnalysis analysis = streamedAnalysis({1, 1, {-2.0F}, {0.0F}, {}}, {0});
  EXPECT_EQ(analysis.error.signLost, 1);
  EXPECT_EQ(analysis.error.signLostEnergy, 1);
  EXPECT_EQ(analysis.error.relativeMse, 1);
  EXPECT_EQ(analysis.error.bias, -2);
  EXPECT_EQ(analysis.source.outlierRuledBlocks, 0);
  EXPECT_EQ(analysis.columnPeaks, std::vector<double>{1.0});
}

TEST(AnalysisEdges, OneColumnAndOneRow) {
  const std::vector<float> values = {1, 2, 3, 4, 100};
  const TensorAnalysis column = streamedAnalysis({5, 1, values, values, {}}, {0, 2, 3});
  EXPECT_EQ(column.columnPeaks, std::vector<double>{1.0});
  EXPECT_NEAR(column.rowPeaks[4], 100.0 / 3, 1e-12);
  const TensorAnalysis row = streamedAnalysis({1, 5, values, values, {}}, {0});
  EXPECT_EQ(row.rowPeaks, std::vector<double>{1.0});
  EXPECT_EQ(row.columnPeaks, column.rowPeaks);
  EXPECT_DOUBLE_EQ(row.source.kurtosis, column.source.kurtosis);
  EXPECT_EQ(row.source.outlierRuledBlocks, 1);
  EXPECT_EQ(column.source.outlierRuledBlocks, 0);
}

TEST(AnalysisEdges, PeaksOverAZeroMedianUseTheColumnsThatAreNotZero) {
  EXPECT_EQ(peaksOverMedian(std::vector<float>{0, 0, 0, 2, 8}), (std::vector<double>{0, 0, 0, 0.4, 1.6}));
  EXPECT_EQ(peaksOverMedian(std::vector<float>{0, 0, 0, 0, 8}), (std::vector<double>{0, 0, 0, 0, 1}));
  EXPECT_EQ(peaksOverMedian(std::vector<float>{1, 3}), (std::vector<double>{0.5, 1.5}));
  EXPECT_TRUE(peaksOverMedian({}).empty());
}

TEST(AnalysisEdges, TooManyChannelsAreNotKept) {
  const std::vector<float> values(ChannelMaxima::kMaxRows + 1, 2.0F);
  ChannelMaxima rows;
  rows.add({0, 0, 1, values, {}, {}});
  EXPECT_TRUE(rows.rows().empty());
  EXPECT_EQ(rows.columns().size(), 1U);
  EXPECT_EQ(rows.largest(), 2.0F);
  ChannelMaxima columns;
  columns.add({0, 0, ChannelMaxima::kMaxColumns + 1, std::span(values).first(ChannelMaxima::kMaxColumns + 1), {}, {}});
  EXPECT_TRUE(columns.columns().empty());
  EXPECT_EQ(columns.rows().size(), 1U);
  columns.merge(rows);
  EXPECT_TRUE(columns.columns().empty());
  EXPECT_TRUE(columns.rows().empty());
  EXPECT_EQ(columns.largest(), 2.0F);
}

TEST(AnalysisEdges, ALastShorterBlockCountsAsABlock) {
  // 40 columns are a block of 32 and one of 8 in each row; the outlier rules the short one of the second row only.
  std::vector<float> values(80, 1.0F);
  values[79] = 100.0F;
  EXPECT_EQ(streamedAnalysis({2, 40, values, values, {}}, {0}).source.outlierRuledBlocks, 0.25);
}

TEST(AnalysisEdges, NotFiniteIsCountedAndLeftOut) {
  const float infinity = std::numeric_limits<float>::infinity();
  const std::vector<float> clean = {1, -2, 3, 0.5F, 2, -1};
  const std::vector<float> cleanDecoded = {1, -1, 3, 0, 2, -1};
  const TensorAnalysis expected = streamedAnalysis({1, 6, clean, cleanDecoded, {1, 2, 3, 4, 5, 6}}, {0});
  const Matrix dirty{1,
                     9,
                     {1, NAN, -2, 3, infinity, 0.5F, 2, -infinity, -1},
                     {1, 7, -1, 3, 7, 0, 2, 7, -1},
                     {1, 9, 2, 3, 9, 4, 5, 9, 6}};
  const TensorAnalysis analysis = streamedAnalysis(dirty, {0});
  EXPECT_EQ(analysis.source.notFinite, 3U);
  EXPECT_EQ(analysis.source.values, 6U);
  EXPECT_EQ(analysis.error.notFinite, 3U);
  EXPECT_EQ(analysis.error.mse, expected.error.mse);
  EXPECT_EQ(analysis.error.weightedRelativeMse, expected.error.weightedRelativeMse);
  EXPECT_EQ(analysis.source.kurtosis, expected.source.kurtosis);
  EXPECT_EQ(analysis.source.maxAbs, 3);
  EXPECT_EQ(analysis.columnPeaks[1], 0);
  EXPECT_EQ(analysis.outliers.size(), 6U);
  EXPECT_EQ(total(analysis.weights), 6U);
  EXPECT_EQ(total(analysis.errors), 6U);
}

TEST(AnalysisEdges, ADecodedNanLeavesItsPairOut) {
  const TensorAnalysis analysis = streamedAnalysis({1, 3, {1, 2, 3}, {1, NAN, 3}, {}}, {0});
  EXPECT_EQ(analysis.error.values, 2U);
  EXPECT_EQ(analysis.error.notFinite, 1U);
  EXPECT_EQ(analysis.error.mse, 0);
  EXPECT_EQ(analysis.source.values, 3U) << "the source is whole";
}

TEST(AnalysisEdges, SourceAloneHasStatisticsAndNoErrors) {
  FirstPass first;
  const std::vector<float> values = {1, -5, 2};
  first.add({0, 0, 3, values, {}, {}});
  EXPECT_EQ(first.errors().values, 0U);
  EXPECT_EQ(first.source().maxAbs, 5);
  EXPECT_EQ(first.outliers().sorted()[0], (Outlier{0, 1, -5, -5}));
}

TEST(AnalysisEdges, HugeValuesDoNotOverflow) {
  const float huge = std::numeric_limits<float>::max();
  const float tiny = std::numeric_limits<float>::denorm_min();
  const std::vector<float> values = {huge, -huge, tiny, -tiny};
  const TensorAnalysis analysis = streamedAnalysis({1, 4, values, {huge, huge, -tiny, 0}, {}}, {0});
  EXPECT_DOUBLE_EQ(analysis.source.kurtosis, -1.0);
  EXPECT_EQ(analysis.error.signFlipped, 0.5) << "also of the smallest values";
  EXPECT_EQ(analysis.error.signLost, 0.25);
  EXPECT_DOUBLE_EQ(analysis.error.relativeMse, 2.0);
}

}  // namespace
}  // namespace halftone
