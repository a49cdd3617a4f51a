#include "core/run/not_finite.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

#include "core/codec/codec.h"

namespace halftone {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

TEST(NotFinite, BecomesZeroAndIsCounted) {
  std::vector<float> values = {1, NAN, -kInfinity, 2};
  EXPECT_EQ(zeroNotFinite(values), 2U);
  EXPECT_EQ(values, (std::vector<float>{1, 0, 0, 2}));
}

TEST(NotFinite, ZeroBytesDecodeToZerosInEveryBlockType) {
  for (const Codec& codec : allCodecs()) {
    const TensorTypeInfo& layout = *findTensorType(codec.type);
    const std::vector<std::byte> block(layout.blockBytes);
    std::vector<float> values(layout.blockLength, 1.0F);
    codec.decode(block, values);
    for (const float value : values) EXPECT_EQ(value, 0.0F) << layout.name;
  }
}

TEST(NotFinite, OnlyTheBlockOfABadScaleIsCleared) {
  const Codec& codec = *findCodec(TensorType::Q8_0);
  std::vector<float> values(64, 0.5F);
  std::vector<std::byte> blocks(68);
  codec.encode({values, 64}, blocks);
  const std::uint16_t infinity = 0x7c00;
  std::memcpy(blocks.data(), &infinity, sizeof(infinity));
  codec.decode(blocks, values);
  EXPECT_EQ(countStoredNotFinite(TensorType::Q8_0, blocks, values), 32U);
  zeroNotFiniteBlocks(*findTensorType(TensorType::Q8_0), values, blocks);
  codec.decode(blocks, values);
  EXPECT_EQ(values[31], 0.0F);
  EXPECT_NEAR(values[32], 0.5F, 1e-3F);
}

TEST(NotFinite, ADoubleTooLargeForAFloatIsStillANumber) {
  const std::vector<double> stored = {1e300, std::numeric_limits<double>::quiet_NaN()};
  const std::vector<float> decoded = {kInfinity, NAN};
  EXPECT_EQ(countStoredNotFinite(TensorType::F64, std::as_bytes(std::span(stored)), decoded), 1U);
  std::vector<std::byte> blocks(16);
  std::memcpy(blocks.data(), stored.data(), 16);
  zeroNotFiniteBlocks(*findTensorType(TensorType::F64), decoded, blocks);
  double kept[2];
  std::memcpy(kept, blocks.data(), 16);
  EXPECT_EQ(kept[0], 1e300);
  EXPECT_EQ(kept[1], 0.0);
}

}  // namespace
}  // namespace halftone
