#include "core/base/result.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace halftone {
namespace {

Result<std::unique_ptr<int>> half(int value) {
  if (value % 2 != 0)
    return failure({ErrorCode::InvalidArgument, "halving", std::to_string(value), "it is odd", "Give an even number"});
  return std::make_unique<int>(value / 2);
}

Status quarterInto(int value, int& out) {
  HALFTONE_TRY(const std::unique_ptr<int> first, half(value));
  HALFTONE_TRY(const std::unique_ptr<int> second, half(*first));
  out = *second;
  return {};
}

TEST(Result, TryReturnsTheValueOrTheError) {
  int out = 0;
  ASSERT_TRUE(quarterInto(12, out));
  EXPECT_EQ(out, 3);
  const Status failed = quarterInto(6, out);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().subject, "3");
}

TEST(Result, MessageLeavesEmptyPartsOut) {
  EXPECT_EQ(half(3).error().message(), "3: it is odd (while halving). Give an even number.");
  EXPECT_EQ((Error{ErrorCode::Cancelled, "", "", "cancelled", ""}).message(), "cancelled.");
  EXPECT_EQ((Error{ErrorCode::NotFound, "", "a", "gone", "look again"}).message(), "a: gone. Look again.");
}

}  // namespace
}  // namespace halftone
