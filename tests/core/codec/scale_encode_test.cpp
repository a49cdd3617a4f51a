// The encoders of types of one scale or a scale and an offset, mxfp4, nvfp4 and iq4_xs: what they hold comes back as it
// was.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/codec/codec.h"

namespace halftone {
namespace {

constexpr std::size_t kColumns = 2048;

std::vector<float> decoded(TensorType type, const std::vector<std::byte>& blocks) {
  std::vector<float> values(kColumns);
  findCodec(type)->decode(blocks, values);
  return values;
}

std::vector<float> roundTrip(TensorType type, std::span<const float> values, std::span<const float> importance = {},
                             Effort effort = Effort::Normal) {
  std::vector<std::byte> blocks(tensorBytes(type, kColumns, 1)->count);
  findCodec(type)->encode({values, kColumns, importance, effort}, blocks);
  return decoded(type, blocks);
}

std::string nameOf(const testing::TestParamInfo<TensorType>& info) { return tensorTypeName(info.param); }

class Ternary : public testing::TestWithParam<TensorType> {};
INSTANTIATE_TEST_SUITE_P(Types, Ternary, testing::Values(TensorType::TQ1_0, TensorType::TQ2_0, TensorType::Q2_0),
                         nameOf);

// A ternary model loses nothing but what f16 takes from the scale: here nothing, because f16 holds it.
TEST_P(Ternary, WeightsComeBackUnchanged) {
  std::mt19937 random(5);
  for (const float d : {1.0F, 0.0302734375F, 0x1p-24F, 65504.0F}) {
    for (const unsigned zeros : {1U, 3U, 10U, 100U}) {
      std::vector<float> values(kColumns), importance(kColumns);
      for (float& value : values) value = random() % (zeros + 2) < zeros ? 0.0F : (random() % 2 == 0 ? d : -d);
      for (float& weight : importance) weight = std::exp2(static_cast<float>(random() % 24));
      for (const Effort effort : kEfforts) {
        // A quick search of q2_0 tries its levels −1, 0, 1, 2 in one way only.
        if (GetParam() == TensorType::Q2_0 && effort == Effort::Quick) continue;
        const std::string detail = std::to_string(zeros) + " zeros, " + std::string(effortName(effort));
        EXPECT_EQ(roundTrip(GetParam(), values, {}, effort), values) << d << ' ' << detail;
        EXPECT_EQ(roundTrip(GetParam(), values, importance, effort), values) << d << ' ' << detail << ", weighted";
      }
    }
  }
}

TEST_P(Ternary, ScalesAreRoundedToF16) {
  const float d = 0.0321234F;  // f16 has 0.03213501 and 0.03210449
  std::vector<float> values(kColumns);
  for (std::size_t i = 0; i < kColumns; ++i) values[i] = static_cast<float>(static_cast<int>(i * 7 % 3) - 1) * d;
  const std::vector<float> back = roundTrip(GetParam(), values);
  for (std::size_t i = 0; i < kColumns; ++i) ASSERT_NEAR(back[i], values[i], d * 0x1p-11F) << i;
}

class Packing : public testing::TestWithParam<TensorType> {};
INSTANTIATE_TEST_SUITE_P(Types, Packing,
                         testing::Values(TensorType::Q1_0, TensorType::TQ1_0, TensorType::TQ2_0, TensorType::Q2_0,
                                         TensorType::Q4_0, TensorType::Q5_0, TensorType::Q8_0, TensorType::IQ4_NL,
                                         TensorType::Q4_1, TensorType::Q5_1, TensorType::MXFP4, TensorType::NVFP4,
                                         TensorType::IQ4_XS),
                         nameOf);

// Blocks of random codes, as `type` holds them, with scales of 1 (nvfp4: between 1 and 8; iq4_xs: of any integer) and
// offsets of −3.
std::vector<std::byte> randomBlocks(TensorType type, std::mt19937& random) {
  const std::size_t length = findTensorType(type)->blockBytes;
  std::vector<std::byte> blocks(tensorBytes(type, kColumns, 1)->count);
  for (std::byte& byte : blocks) byte = static_cast<std::byte>(random());
  // tq2_0 has no code 3.
  if (type == TensorType::TQ2_0)
    for (std::byte& byte : blocks) byte &= ~(byte & byte >> 1 & std::byte{0x55});
  const bool scaleLast = type == TensorType::TQ1_0 || type == TensorType::TQ2_0;
  for (std::size_t first = 0; first < blocks.size(); first += length) {
    std::byte* scale = blocks.data() + first + (scaleLast ? length - 2 : 0);
    if (type == TensorType::MXFP4) {
      scale[0] = std::byte{128};
    } else if (type == TensorType::NVFP4) {
      for (int s = 0; s < 4; ++s) scale[s] = static_cast<std::byte>(0x38 + random() % 24);
    } else {
      scale[0] = std::byte{0};
      scale[1] = std::byte{0x3c};
      if (type == TensorType::Q4_1 || type == TensorType::Q5_1) {
        scale[2] = std::byte{0};
        scale[3] = std::byte{0xc2};
      }
    }
  }
  return blocks;
}

// What a block holds, encoding finds again: every code in its place. Wide sets of levels may be fitted a little off,
// and those with an offset where a block does not use the lowest or the highest.
TEST_P(Packing, HoldsEveryCodeInItsPlace) {
  std::mt19937 random(9);
  const TensorType type = GetParam();
  const bool fine =
      type == TensorType::Q8_0 || type == TensorType::IQ4_XS || type == TensorType::Q4_1 || type == TensorType::Q5_1;
  for (int round = 0; round < 20; ++round) {
    const std::vector<float> values = decoded(type, randomBlocks(type, random));
    const std::vector<float> back = roundTrip(type, values);
    double error = 0, energy = 0;
    for (std::size_t i = 0; i < kColumns; ++i) {
      error += std::pow(static_cast<double>(back[i]) - static_cast<double>(values[i]), 2);
      energy += static_cast<double>(values[i]) * static_cast<double>(values[i]);
    }
    EXPECT_LE(error, (fine ? 2e-4 : 0.0) * energy);
  }
}

TEST_P(Packing, ZerosAreZeroBytes) {
  std::vector<std::byte> blocks(tensorBytes(GetParam(), kColumns, 1)->count, std::byte{0xee});
  findCodec(GetParam())->encode({std::vector<float>(kColumns, -0.0F), kColumns}, blocks);
  EXPECT_EQ(blocks, std::vector<std::byte>(blocks.size()));
}

// Groups of sixteen blocks that a row does not fill.
TEST_P(Packing, RowsOfAnyNumberOfBlocksEncodeAlike) {
  const std::size_t length = findTensorType(GetParam())->blockLength, bytes = findTensorType(GetParam())->blockBytes;
  std::mt19937 random(13);
  std::normal_distribution<float> normal;
  for (const std::size_t count : {1U, 2U, 15U, 16U, 17U, 33U}) {
    std::vector<float> values(3 * count * length), importance(count * length);
    for (float& value : values) value = normal(random);
    for (float& weight : importance) weight = std::exp(normal(random));
    std::vector<std::byte> together(3 * count * bytes), alone(bytes);
    const Effort effort = kEfforts[count % kEfforts.size()];
    findCodec(GetParam())->encode({values, count * length, importance, effort}, together);
    for (std::size_t b = 0; b < 3 * count; ++b) {
      findCodec(GetParam())
          ->encode({std::span(values).subspan(b * length, length), length,
                    std::span(importance).subspan(b % count * length, length), effort},
                   alone);
      ASSERT_TRUE(std::equal(alone.begin(), alone.end(), together.begin() + static_cast<std::ptrdiff_t>(b * bytes)))
          << "block " << b << " of rows of " << count;
    }
  }
}

}  // namespace
}  // namespace halftone
