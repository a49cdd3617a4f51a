#include "gpu/shaders/tools/spirv.h"

#include <gtest/gtest.h>

namespace halftone::gpu {
namespace {

std::vector<std::uint32_t> moduleWith(std::vector<std::uint32_t> body) {
  std::vector<std::uint32_t> module = {0x07230203, 0x00010300, 0, 100, 0, (2U << 16U) | 17, 1, (2U << 16U) | 19, 2};
  module.insert(module.end(), body.begin(), body.end());
  return module;
}

TEST(Spirv, SumsAndProductsOfFloatsAreDecoratedBeforeTheTypes) {
  // %7 = OpFMul %3 %4 %5; %8 = OpIAdd %3 %4 %5; %9 = OpFAdd %3 %7 %5
  const auto module =
      moduleWith({(5U << 16U) | 133, 3, 7, 4, 5, (5U << 16U) | 128, 3, 8, 4, 5, (5U << 16U) | 129, 3, 9, 7, 5});
  const auto decorated = withoutContraction(module);
  ASSERT_TRUE(decorated);
  std::vector<std::uint32_t> expected = module;
  expected.insert(expected.begin() + 7, {(3U << 16U) | 71, 7, 42, (3U << 16U) | 71, 9, 42});
  EXPECT_EQ(*decorated, expected);
}

TEST(Spirv, WhatIsNoModuleIsRefused) {
  EXPECT_FALSE(withoutContraction({}));
  EXPECT_FALSE(withoutContraction({1, 2, 3, 4, 5, 6}));
  auto endless = moduleWith({133});  // an instruction of no words
  EXPECT_FALSE(withoutContraction(endless));
  EXPECT_FALSE(withoutContraction(moduleWith({(50U << 16U) | 133, 1})));
}

}  // namespace
}  // namespace halftone::gpu
