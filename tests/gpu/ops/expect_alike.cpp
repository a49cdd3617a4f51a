#include "tests/gpu/ops/expect_alike.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace halftone::gpu {
namespace {

// How far a sum may be from the CPU's, over the sum of its terms' sizes.
constexpr double kNear = 1e-6;

void expectAlike(const Histogram& found, const Histogram& wanted, const char* what) {
  EXPECT_EQ(found.low, wanted.low) << what;
  EXPECT_EQ(found.high, wanted.high) << what;
  EXPECT_EQ(found.bins, wanted.bins) << what;
  EXPECT_EQ(found.below, wanted.below) << what;
  EXPECT_EQ(found.above, wanted.above) << what;
}

}  // namespace

void expectNear(double found, double wanted, double sizes, const char* what) {
  EXPECT_LE(std::abs(found - wanted), kNear * sizes) << what << ": " << found << " for " << wanted;
}

void expectAlike(const ErrorSums& found, const ErrorSums& wanted, const TestSlab& slab) {
  double errors = 0, products = 0;
  for (std::size_t i = 0; i < slab.source.size(); ++i) {
    const double x = static_cast<double>(slab.source[i]), y = static_cast<double>(slab.decoded[i]);
    if (!std::isfinite(y)) continue;
    errors += std::abs(x - y);
    products += std::abs(x * y);
  }
  EXPECT_EQ(found.values, wanted.values);
  EXPECT_EQ(found.notFinite, wanted.notFinite);
  EXPECT_EQ(found.nonZero, wanted.nonZero);
  EXPECT_EQ(found.signLost, wanted.signLost);
  EXPECT_EQ(found.signFlipped, wanted.signFlipped);
  expectNear(found.error, wanted.error, errors, "error");
  expectNear(found.product, wanted.product, products, "product");
  expectNear(found.error2, wanted.error2, wanted.error2, "error2");
  expectNear(found.source2, wanted.source2, wanted.source2, "source2");
  expectNear(found.decoded2, wanted.decoded2, wanted.decoded2, "decoded2");
  expectNear(found.weightedError2, wanted.weightedError2, wanted.weightedError2, "weightedError2");
  expectNear(found.weightedSource2, wanted.weightedSource2, wanted.weightedSource2, "weightedSource2");
  expectNear(found.maxError, wanted.maxError, wanted.maxError, "maxError");
  expectNear(found.signLostEnergy, wanted.signLostEnergy, wanted.signLostEnergy, "signLostEnergy");
}

void expectAlike(const FirstPassParts& found, const FirstPassParts& wanted, const TestSlab& slab) {
  const double mean = wanted.moments.mean;
  double sizes = 0, cubes = 0, logs = 0;
  for (const float value : slab.source) {
    sizes += std::abs(static_cast<double>(value));
    cubes += std::pow(std::abs(static_cast<double>(value) - mean), 3);
  }
  for (std::size_t row = 0; row < slab.rows; ++row)
    for (std::size_t column = 0; column < slab.columns; column += 32) {
      BlockStatistics block;
      block.addRow(slab.view().sourceRow(row).subspan(column, std::min<std::size_t>(32, slab.columns - column)));
      logs += std::abs(block.logVariance);
    }
  EXPECT_EQ(found.notFinite, wanted.notFinite);
  EXPECT_EQ(found.moments.count, wanted.moments.count);
  expectNear(found.moments.mean * static_cast<double>(found.moments.count),
             mean * static_cast<double>(found.moments.count), sizes, "mean");
  expectNear(found.moments.m2, wanted.moments.m2, wanted.moments.m2, "m2");
  expectNear(found.moments.m3, wanted.moments.m3, cubes, "m3");
  expectNear(found.moments.m4, wanted.moments.m4, wanted.moments.m4, "m4");
  EXPECT_EQ(found.blocks.blocks, wanted.blocks.blocks);
  EXPECT_EQ(found.blocks.ruled, wanted.blocks.ruled);
  EXPECT_EQ(found.blocks.varied, wanted.blocks.varied);
  expectNear(found.blocks.logVariance, wanted.blocks.logVariance, logs, "logVariance");
  EXPECT_EQ(found.channels.largest(), wanted.channels.largest());
  EXPECT_TRUE(std::equal(found.channels.columns().begin(), found.channels.columns().end(),
                         wanted.channels.columns().begin(), wanted.channels.columns().end()));
  EXPECT_TRUE(std::equal(found.channels.rows().begin(), found.channels.rows().end(), wanted.channels.rows().begin(),
                         wanted.channels.rows().end()));
  EXPECT_TRUE(std::equal(found.channels.rowNumbers().begin(), found.channels.rowNumbers().end(),
                         wanted.channels.rowNumbers().begin(), wanted.channels.rowNumbers().end()));
  EXPECT_EQ(found.outliers.sorted(), wanted.outliers.sorted());
}

void expectAlike(const SecondPass& found, const SecondPass& wanted) {
  EXPECT_EQ(found.tail().beyond, wanted.tail().beyond);
  expectAlike(found.errors(), wanted.errors(), "errors");
  expectAlike(found.weights(), wanted.weights(), "weights");
  expectAlike(found.decodedWeights(), wanted.decodedWeights(), "decoded weights");
  EXPECT_EQ(found.signLoss().nonZero, wanted.signLoss().nonZero);
  EXPECT_EQ(found.signLoss().lost, wanted.signLoss().lost);
  EXPECT_EQ(found.signLoss().flipped, wanted.signLoss().flipped);
}

}  // namespace halftone::gpu
