#include "app/commands/type_choices.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/app/support/small_model.h"

namespace halftone::app {
namespace {

TensorInfo tensorOfWidth(std::uint64_t columns) {
  ModelFiles files;
  files.tensors.push_back(test::storedTensor("blk.0.ffn_down.weight", columns, 64));
  return Model(std::move(files)).tensor(TensorId{0});
}

TEST(TypeChoices, OfferOnlyWhatCanBeEncodedOrderedByBits) {
  const std::vector<TensorType> types = encodableTypes();
  ASSERT_FALSE(types.empty());
  double bits = 0;
  for (const TensorType type : types) {
    EXPECT_TRUE(canEncode(type));
    EXPECT_GE(findTensorType(type)->bitsPerWeight(), bits);
    bits = findTensorType(type)->bitsPerWeight();
  }
  EXPECT_FALSE(canEncode(TensorType::I32));
}

TEST(TypeChoices, GroupsHoldEveryTypeOnce) {
  std::size_t count = 0;
  for (const TypeGroup& group : encodableTypesByBits()) count += group.types.size();
  EXPECT_EQ(count, encodableTypes().size());
  for (const TypeGroup& group : encodableTypesByBits()) {
    const bool holdsIt = std::find(group.types.begin(), group.types.end(), TensorType::Q4_1) != group.types.end();
    EXPECT_EQ(holdsIt, group.bits == 4);
  }
}

TEST(TypeChoices, NarrowRowsGetTypesOfSmallBlocks) {
  EXPECT_EQ(usualType(4, tensorOfWidth(512)), TensorType::Q4_K);
  EXPECT_EQ(usualType(4, tensorOfWidth(96)), TensorType::Q4_0);
  EXPECT_EQ(usualType(5, tensorOfWidth(96)), TensorType::Q5_0);
  EXPECT_EQ(usualType(6, tensorOfWidth(96)), std::nullopt);
  EXPECT_EQ(usualType(8, tensorOfWidth(96)), TensorType::Q8_0);
  EXPECT_EQ(usualType(4, tensorOfWidth(33)), std::nullopt);
}

TEST(TypeChoices, StepsSkipWhatTheTensorCannotHave) {
  EXPECT_EQ(stepType(TensorType::Q5_0, 1, tensorOfWidth(96)), TensorType::Q8_0);
  EXPECT_EQ(stepType(TensorType::Q8_0, -1, tensorOfWidth(96)), TensorType::Q5_0);
  EXPECT_EQ(stepType(TensorType::F16, 1, tensorOfWidth(96)), std::nullopt);
}

}  // namespace
}  // namespace halftone::app
