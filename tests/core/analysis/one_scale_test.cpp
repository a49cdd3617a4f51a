#include "core/analysis/one_scale.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace halftone {
namespace {

TEST(OneScale, StepIsTheLargestValueOverTheLargestLevel) {
  const std::vector<float> group = {1, -14, 3};
  EXPECT_DOUBLE_EQ(oneScaleStep(group, 4), 2.0);
  EXPECT_DOUBLE_EQ(oneScaleStep(group, 8), 14.0 / 127);
  EXPECT_EQ(oneScaleStep(std::vector<float>{0, 0}, 4), 0);
  EXPECT_EQ(oneScaleStep({}, 4), 0);
  EXPECT_EQ(stepsOf(3, 0), 0);
  EXPECT_EQ(stepsOf(-1, 2), -1) << "halves go away from 0";
}

TEST(OneScale, MoreThanHalfOfTheNonZeroMakeABlockRuled) {
  // The step is 2: below 1 rounds to 0, 1 itself does not.
  EXPECT_FALSE(ruledByOutlier(std::vector<float>{14, 1, 1, 1}));
  EXPECT_FALSE(ruledByOutlier(std::vector<float>{14, 1, 0.9F, 0.9F})) << "half is not more than half";
  EXPECT_TRUE(ruledByOutlier(std::vector<float>{14, -0.9F, 0.9F, 0.9F}));
  EXPECT_TRUE(ruledByOutlier(std::vector<float>{14, 0.9F, 0.9F, 0, 0, 0, 0, 0})) << "zeros do not count";
  EXPECT_FALSE(ruledByOutlier(std::vector<float>{0, 0, 0}));
  EXPECT_FALSE(ruledByOutlier({}));
  const float infinity = std::numeric_limits<float>::infinity();
  EXPECT_FALSE(ruledByOutlier(std::vector<float>{infinity, NAN, 1, 1, 1})) << "what is not finite is left out";
}

}  // namespace
}  // namespace halftone
