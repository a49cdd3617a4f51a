// The accumulators against the plain definitions, on random matrices cut at random rows.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "core/codec/codec.h"
#include "tests/core/analysis/naive_reference.h"

namespace halftone {
namespace {

using test::Matrix;
using test::naiveAnalysis;
using test::streamedAnalysis;

struct Case {
  std::size_t rows;
  std::size_t columns;
  double mean;
  double spread;
  bool weighted;
};

Matrix randomMatrix(const Case& kind, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal(kind.mean, kind.spread);
  std::uniform_real_distribution<double> uniform(0, 1);
  Matrix matrix{kind.rows, kind.columns, {}, {}, {}};
  const double step = kind.spread / 3;
  for (std::size_t i = 0; i < kind.rows * kind.columns; ++i) {
    double x = normal(random);
    if (uniform(random) < 0.01) x *= 20;
    if (uniform(random) < 0.02) x = 0;
    matrix.source.push_back(static_cast<float>(x));
    matrix.decoded.push_back(static_cast<float>(step * std::round(x / step + 0.3 * (uniform(random) - 0.5))));
  }
  if (kind.weighted)
    for (std::size_t i = 0; i < kind.columns; ++i) matrix.importance.push_back(static_cast<float>(uniform(random)));
  return matrix;
}

std::vector<std::size_t> randomCuts(std::size_t rows, std::mt19937& random) {
  std::vector<std::size_t> cuts = {0};
  while (cuts.back() + 1 < rows) {
    const std::size_t next = cuts.back() + 1 + random() % (rows / 2 + 1);
    if (next >= rows) break;
    cuts.push_back(next);
  }
  return cuts;
}

void expectClose(double actual, double expected, const char* what) {
  EXPECT_NEAR(actual, expected, 1e-11 * std::max(1.0, std::abs(expected))) << what;
}

void expectSameErrors(const ErrorMetrics& actual, const ErrorMetrics& expected) {
  EXPECT_EQ(actual.values, expected.values);
  expectClose(actual.mse, expected.mse, "mse");
  expectClose(actual.rmse, expected.rmse, "rmse");
  expectClose(actual.relativeMse, expected.relativeMse, "relativeMse");
  expectClose(actual.weightedRelativeMse, expected.weightedRelativeMse, "weightedRelativeMse");
  expectClose(actual.sqnrDb, expected.sqnrDb, "sqnrDb");
  expectClose(actual.cosine, expected.cosine, "cosine");
  EXPECT_EQ(actual.maxError, expected.maxError);
  expectClose(actual.bias, expected.bias, "bias");
  expectClose(actual.signLost, expected.signLost, "signLost");
  expectClose(actual.signLostEnergy, expected.signLostEnergy, "signLostEnergy");
  expectClose(actual.signFlipped, expected.signFlipped, "signFlipped");
}

void expectSameSource(const SourceStatistics& actual, const SourceStatistics& expected) {
  expectClose(actual.mean, expected.mean, "mean");
  expectClose(actual.sigma, expected.sigma, "sigma");
  EXPECT_EQ(actual.maxAbs, expected.maxAbs);
  EXPECT_NEAR(actual.kurtosis, expected.kurtosis, 1e-7 * std::max(1.0, std::abs(expected.kurtosis)));
  expectClose(actual.peak, expected.peak, "peak");
  expectClose(actual.beyond6Sigma, expected.beyond6Sigma, "beyond6Sigma");
  expectClose(actual.outlierRuledBlocks, expected.outlierRuledBlocks, "outlierRuledBlocks");
  EXPECT_NEAR(actual.blockVarianceGainDb, expected.blockVarianceGainDb, 1e-7);
}

// A value on a bin's edge may fall to either side by rounding, so a few counts may differ between neighbours.
void expectSameHistogram(const Histogram& actual, const Histogram& expected) {
  EXPECT_DOUBLE_EQ(actual.high, expected.high);
  std::int64_t actualSum = 0;
  std::int64_t expectedSum = 0;
  std::int64_t furthest = 0;
  for (std::size_t bin = 0; bin < 256; ++bin) {
    actualSum += static_cast<std::int64_t>(actual.bins[bin]);
    expectedSum += static_cast<std::int64_t>(expected.bins[bin]);
    furthest = std::max(furthest, std::abs(actualSum - expectedSum));
  }
  EXPECT_EQ(actualSum, expectedSum);
  EXPECT_LE(furthest, 2);
  EXPECT_EQ(actual.below, expected.below);
  EXPECT_EQ(actual.above, expected.above);
}

void expectSame(const TensorAnalysis& actual, const TensorAnalysis& expected) {
  expectSameErrors(actual.error, expected.error);
  expectSameSource(actual.source, expected.source);
  expectSameHistogram(actual.errors, expected.errors);
  expectSameHistogram(actual.weights, expected.weights);
  expectSameHistogram(actual.decodedWeights, expected.decodedWeights);
  EXPECT_EQ(actual.signLoss.nonZero, expected.signLoss.nonZero);
  EXPECT_EQ(actual.signLoss.lost, expected.signLoss.lost);
  EXPECT_EQ(actual.signLoss.flipped, expected.signLoss.flipped);
  ASSERT_EQ(actual.columnPeaks.size(), expected.columnPeaks.size());
  for (std::size_t i = 0; i < expected.columnPeaks.size(); ++i)
    EXPECT_DOUBLE_EQ(actual.columnPeaks[i], expected.columnPeaks[i]);
  ASSERT_EQ(actual.rowPeaks.size(), expected.rowPeaks.size());
  for (std::size_t i = 0; i < expected.rowPeaks.size(); ++i) EXPECT_DOUBLE_EQ(actual.rowPeaks[i], expected.rowPeaks[i]);
  EXPECT_EQ(actual.peakRows, expected.peakRows);
  EXPECT_EQ(actual.outliers, expected.outliers);
}

class AnalysisProperty : public testing::TestWithParam<Case> {};

TEST_P(AnalysisProperty, AgreesWithTheDefinitionsHoweverItIsCut) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    SCOPED_TRACE(seed);
    const Matrix matrix = randomMatrix(GetParam(), seed);
    const TensorAnalysis expected = naiveAnalysis(matrix);
    std::mt19937 random(seed);
    expectSame(streamedAnalysis(matrix, {0}), expected);
    expectSame(streamedAnalysis(matrix, randomCuts(matrix.rows, random)), expected);
    expectSame(streamedAnalysis(matrix, randomCuts(matrix.rows, random)), expected);
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, AnalysisProperty,
                         testing::Values(Case{40, 96, 0, 1, false}, Case{40, 96, 0, 0.02, true},
                                         Case{17, 33, 0.01, 0.1, true}, Case{200, 7, -3, 1, false},
                                         Case{3, 2049, 0, 50, true}, Case{64, 64, 1000, 1, false}));

TEST(AnalysisDeterminism, TheSameCutsGiveTheSameBits) {
  const Matrix matrix = randomMatrix({64, 300, 0.1, 1, true}, 9);
  const TensorAnalysis once = streamedAnalysis(matrix, {0, 10, 11, 40});
  const TensorAnalysis again = streamedAnalysis(matrix, {0, 10, 11, 40});
  EXPECT_EQ(once.error.mse, again.error.mse);
  EXPECT_EQ(once.error.cosine, again.error.cosine);
  EXPECT_EQ(once.source.kurtosis, again.source.kurtosis);
  EXPECT_EQ(once.source.blockVarianceGainDb, again.source.blockVarianceGainDb);
}

TEST(AnalysisDeterminism, EverySimdTargetGivesTheSameBits) {
  Matrix matrix = randomMatrix({20, 301, 0.1, 1, true}, 5);
  matrix.source[7] = std::numeric_limits<float>::infinity();
  matrix.source[900] = std::numeric_limits<float>::quiet_NaN();
  const TensorAnalysis expected = streamedAnalysis(matrix, {0, 10});
  for (const std::string_view target : simdTargets()) {
    SCOPED_TRACE(target);
    ASSERT_TRUE(forceSimdTarget(target));
    const TensorAnalysis got = streamedAnalysis(matrix, {0, 10});
    EXPECT_EQ(got.error.mse, expected.error.mse);
    EXPECT_EQ(got.error.bias, expected.error.bias);
    EXPECT_EQ(got.error.cosine, expected.error.cosine);
    EXPECT_EQ(got.error.weightedRelativeMse, expected.error.weightedRelativeMse);
    EXPECT_EQ(got.error.maxError, expected.error.maxError);
    EXPECT_EQ(got.error.signLost, expected.error.signLost);
    EXPECT_EQ(got.error.signLostEnergy, expected.error.signLostEnergy);
    EXPECT_EQ(got.error.signFlipped, expected.error.signFlipped);
    EXPECT_EQ(got.source.kurtosis, expected.source.kurtosis);
    EXPECT_EQ(got.source.outlierRuledBlocks, expected.source.outlierRuledBlocks);
    EXPECT_EQ(got.source.blockVarianceGainDb, expected.source.blockVarianceGainDb);
    EXPECT_EQ(got.errors.bins, expected.errors.bins);
    EXPECT_EQ(got.weights.bins, expected.weights.bins);
    EXPECT_EQ(got.decodedWeights.bins, expected.decodedWeights.bins);
    EXPECT_EQ(got.signLoss.nonZero, expected.signLoss.nonZero);
    EXPECT_EQ(got.signLoss.lost, expected.signLoss.lost);
    EXPECT_EQ(got.signLoss.flipped, expected.signLoss.flipped);
  }
  EXPECT_TRUE(forceSimdTarget({}));
}

TEST(AnalysisDeterminism, PiecesOfALongRowAreOneRow) {
  const Matrix matrix = randomMatrix({1, 4096, 0, 1, true}, 3);
  const TensorAnalysis whole = streamedAnalysis(matrix, {0});
  FirstPass pieces;
  const auto piece = [&](std::size_t from, std::size_t count) {
    FirstPass part;
    part.add({0, from, count, std::span(matrix.source).subspan(from, count),
              std::span(matrix.decoded).subspan(from, count), std::span(matrix.importance).subspan(from, count)});
    return part;
  };
  pieces.merge(piece(0, 1024));
  pieces.merge(piece(1024, 3072));
  const TensorAnalysis joined = finishAnalysis(pieces, SecondPass(pieces.scale()));
  EXPECT_EQ(joined.rowPeaks, std::vector<double>{1.0});
  EXPECT_EQ(joined.columnPeaks, whole.columnPeaks);
  EXPECT_EQ(joined.outliers, whole.outliers);
  EXPECT_EQ(joined.source.outlierRuledBlocks, whole.source.outlierRuledBlocks);
  EXPECT_NEAR(joined.error.weightedRelativeMse, whole.error.weightedRelativeMse, 1e-14);
}

TEST(AnalysisSoundness, KurtosisSurvivesAMeanFarFromZero) {
  // Two-valued ±1/8 about 2²⁰: kurtosis is exactly −2, and a one-pass Σx⁴ would lose all of it (x⁴ ≈ 10²⁴).
  Matrix matrix{100, 64, {}, {}, {}};
  for (std::size_t i = 0; i < 6400; ++i) matrix.source.push_back(1048576.0F + (i % 2 == 0 ? 0.125F : -0.125F));
  matrix.decoded = matrix.source;
  const TensorAnalysis analysis = streamedAnalysis(matrix, {0, 30, 31, 64});
  EXPECT_NEAR(analysis.source.kurtosis, -2.0, 1e-12);
  EXPECT_NEAR(analysis.source.sigma, 0.125, 1e-12);
}

}  // namespace
}  // namespace halftone
