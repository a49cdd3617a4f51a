#include "app/models/lens.h"

#include <gtest/gtest.h>

#include <limits>

namespace halftone::app {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(LensScale, LowSqnrStandsOutAndLosslessIsFaint) {
  LensScale scale(Lens::Error);
  for (const double decibels : {45.0, 20.0, 10.0, kInfinity}) scale.add(decibels);
  EXPECT_DOUBLE_EQ(scale.strength(10), 1);
  EXPECT_DOUBLE_EQ(scale.strength(45), 0);
  EXPECT_DOUBLE_EQ(scale.strength(kInfinity), 0);
  EXPECT_GT(scale.strength(15), scale.strength(25));
  EXPECT_EQ(scale.faintEnd(), QStringLiteral("45.0 dB"));
  EXPECT_EQ(scale.strongEnd(), QStringLiteral("10.0 dB"));
}

TEST(LensScale, BitsHaveTheSameColoursInEveryModel) {
  LensScale a(Lens::Bits);
  LensScale b(Lens::Bits);
  a.add(2.6);
  b.add(16);
  EXPECT_EQ(a.strength(4.5), b.strength(4.5));
  EXPECT_EQ(a.strength(16), 1);
  EXPECT_FALSE(LensScale(Lens::Bits).empty());
}

TEST(LensScale, EveryLensStaysBetweenItsEnds) {
  for (const Lens lens : kLenses) {
    LensScale scale(lens);
    EXPECT_GE(scale.strength(1), 0);
    for (const double value : {0.0, 0.02, 7.5, 1e9}) scale.add(value);
    for (const double value : {-1.0, 0.0, 0.01, 3.0, 1e12, kInfinity}) {
      EXPECT_GE(scale.strength(value), 0);
      EXPECT_LE(scale.strength(value), 1);
    }
    EXPECT_FALSE(lensName(lens).isEmpty());
    EXPECT_FALSE(lensDescription(lens).isEmpty());
  }
}

TEST(FigureText, NamesUnitsAndMarksSamples) {
  EXPECT_EQ(figureText(Lens::Error, {21.34, true}), QStringLiteral("≈ 21.3 dB"));
  EXPECT_EQ(figureText(Lens::Error, {kInfinity, false}), QStringLiteral("∞ dB"));
  EXPECT_EQ(figureText(Lens::Outliers, {38.2, true}), QStringLiteral("≈ 38 σ"));
  EXPECT_EQ(figureText(Lens::Bits, {4.5, false}), QStringLiteral("4.50"));
}

}  // namespace
}  // namespace halftone::app
