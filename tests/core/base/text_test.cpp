#include "core/base/text.h"

#include <gtest/gtest.h>

namespace halftone {
namespace {

TEST(Text, FormatsBytesInDecimalUnits) {
  EXPECT_EQ(formatBytes({0}), "0 bytes");
  EXPECT_EQ(formatBytes({999}), "999 bytes");
  EXPECT_EQ(formatBytes({1000}), "1.00 kB");
  EXPECT_EQ(formatBytes({13777568}), "13.78 MB");
  EXPECT_EQ(formatBytes({138000000000}), "138.0 GB");
  EXPECT_EQ(formatBytes({999960}), "1.00 MB");
  EXPECT_EQ(formatBytes({~std::uint64_t{0}}), "18.45 EB");
}

TEST(Text, FoldsTheCaseOfAsciiLettersOnly) {
  EXPECT_EQ(lowerCased("Q4_K @[`{ Ä"), "q4_k @[`{ Ä");
  EXPECT_TRUE(equalIgnoringCase("q4_k", "Q4_K"));
  EXPECT_FALSE(equalIgnoringCase("q4_k", "Q4_K_M"));
  EXPECT_FALSE(equalIgnoringCase("@", "`"));
}

TEST(Text, FormatsDurations) {
  EXPECT_EQ(formatDuration(0.4), "0 s");
  EXPECT_EQ(formatDuration(59.4), "59 s");
  EXPECT_EQ(formatDuration(200), "3 min 20 s");
  EXPECT_EQ(formatDuration(7500), "2 h 05 min");
}

}  // namespace
}  // namespace halftone
