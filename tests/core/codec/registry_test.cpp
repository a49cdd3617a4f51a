#include <gtest/gtest.h>

#include <algorithm>

#include "core/codec/codec.h"

namespace halftone {
namespace {

TEST(Registry, HasACodecForEveryKnownType) {
  for (const TensorTypeInfo& info : knownTensorTypes()) {
    const Codec* codec = findCodec(info.type);
    ASSERT_NE(codec, nullptr) << info.name;
    EXPECT_EQ(codec->type, info.type);
    EXPECT_NE(codec->decode, nullptr) << info.name;
  }
  EXPECT_EQ(allCodecs().size(), knownTensorTypes().size());
  EXPECT_EQ(findCodec(TensorType{137}), nullptr);
}

TEST(Registry, IsOrderedByBitsPerWeight) {
  EXPECT_EQ(allCodecs().front().type, TensorType::Q1_0);
  EXPECT_TRUE(std::is_sorted(allCodecs().begin(), allCodecs().end(), [](const Codec& a, const Codec& b) {
    return findTensorType(a.type)->bitsPerWeight() < findTensorType(b.type)->bitsPerWeight();
  }));
}

TEST(SimdTargets, CanBeForcedOneByOne) {
  const std::vector<std::string_view> targets = simdTargets();
  ASSERT_FALSE(targets.empty());
  for (const std::string_view target : targets) {
    EXPECT_TRUE(forceSimdTarget(target)) << target;
    EXPECT_EQ(simdTargets(), targets) << "forcing must not change what can be forced";
  }
  EXPECT_TRUE(forceSimdTarget(""));
}

TEST(SimdTargets, RefuseAnUnknownName) {
  const Status status = forceSimdTarget("AVX9");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::InvalidArgument);
  EXPECT_NE(status.error().advice.find(std::string(simdTargets().front())), std::string::npos);
}

}  // namespace
}  // namespace halftone
