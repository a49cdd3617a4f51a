// What every encoder makes of blocks that are not like weights: zeros, constants, spikes, the ends of f32's range.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/codec/codec.h"

namespace halftone {
namespace {

std::string nameOf(const testing::TestParamInfo<TensorType>& info) { return tensorTypeName(info.param); }

// 256 values are one row of whole blocks in every type.
constexpr std::size_t kColumns = 256;

std::vector<float> roundTrip(TensorType type, std::span<const float> values, std::span<const float> importance = {},
                             Effort effort = Effort::Normal) {
  std::vector<std::byte> blocks(tensorBytes(type, kColumns, values.size() / kColumns)->count);
  findCodec(type)->encode({values, kColumns, importance, effort}, blocks);
  std::vector<float> decoded(values.size());
  findCodec(type)->decode(blocks, decoded);
  return decoded;
}

struct OddBlock {
  const char* name;
  std::vector<float> values;
  double tolerance;                      // of each value, relative to the largest; infinity: only finite
  double codebookTolerance = tolerance;  // of types whose codewords hold no zeros and only some patterns
};

bool hasCodebook(TensorType type) {
  const std::string name = tensorTypeName(type);
  return name.starts_with("iq1") || name.starts_with("iq2") || name.starts_with("iq3");
}

std::vector<float> filled(float value) { return std::vector<float>(kColumns, value); }

std::vector<float> spike(float value, std::size_t place) {
  std::vector<float> values(kColumns, 0.0F);
  values[place] = value;
  return values;
}

std::vector<float> alternating(float a, float b) {
  std::vector<float> values(kColumns);
  for (std::size_t i = 0; i < kColumns; ++i) values[i] = i % 2 == 0 ? a : b;
  return values;
}

std::vector<OddBlock> oddBlocks() {
  const float most = std::numeric_limits<float>::max();
  const float least = std::numeric_limits<float>::denorm_min();
  const double finite = std::numeric_limits<double>::infinity();
  return {
      {"zeros", filled(0.0F), 0},
      {"negative zeros", filled(-0.0F), 0},
      {"ones", filled(1.0F), 4e-3},
      {"minus a third", filled(-1.0F / 3), 4e-3},
      {"f16's largest", filled(65504.0F), 4e-3},
      {"a spike at the front", spike(3.0F, 0), 4e-3, 0.53},
      {"a spike at the back", spike(-0.7F, kColumns - 1), 4e-3, 0.53},
      {"two levels of either sign", alternating(-1.0F, 1.0F), 0.15},
      {"a value and nothing", alternating(5.0F, 0.0F), 4e-3, 0.85},
      {"f32's smallest", filled(least), finite},
      {"f32 subnormals of either sign", alternating(-1e-40F, 1e-39F), finite},
      {"below f16's smallest", filled(1e-9F), finite},
      {"beyond f16", filled(1e6F), finite},
      {"far beyond f16", alternating(-1e30F, 1e25F), finite},
      {"f32's largest", filled(most), finite},
      {"f32's ends", alternating(-most, most), finite},
      {"the largest beside the smallest", alternating(most, least), finite},
      {"a huge spike among ones",
       [] {
         std::vector<float> values = filled(1.0F);
         values[100] = std::numeric_limits<float>::max();
         return values;
       }(),
       finite},
  };
}

std::vector<std::vector<float>> importances() {
  std::vector<float> uneven(kColumns);
  for (std::size_t i = 0; i < kColumns; ++i) uneven[i] = std::exp2(static_cast<float>(i % 41) - 20.0F);
  return {{}, filled(1.0F), filled(0.0F), filled(1e38F), filled(1e-38F), spike(1.0F, 100), uneven};
}

// What a type cannot hold comes back as near as its levels allow, relative to the largest: it has no 0 (iq4), scales
// that are powers of two (mxfp4) or of three bits (nvfp4, which ends at 2688), or signs alone (q1_0).
double toleranceOf(TensorType type, const OddBlock& block) {
  float least = std::numeric_limits<float>::max(), largest = 0;
  for (const float value : block.values) {
    least = std::min(least, std::abs(value));
    largest = std::max(largest, std::abs(value));
  }
  const double anything = std::numeric_limits<double>::infinity();
  switch (type) {
    case TensorType::IQ4_NL:
    case TensorType::IQ4_XS: return std::max(block.tolerance, 0.01);
    case TensorType::MXFP4: return std::max(block.tolerance, 0.2);
    case TensorType::NVFP4: return largest > 2688.0F ? anything : std::max(block.tolerance, 0.04);
    case TensorType::Q1_0: return least == largest ? block.tolerance : anything;
    default: return hasCodebook(type) ? block.codebookTolerance : block.tolerance;
  }
}

class OddBlocks : public testing::TestWithParam<TensorType> {};
INSTANTIATE_TEST_SUITE_P(Types, OddBlocks, testing::ValuesIn(encodableTypes()), nameOf);

TEST_P(OddBlocks, DecodeFiniteWithAnyImportance) {
  for (const OddBlock& block : oddBlocks())
    for (const std::vector<float>& importance : importances())
      for (const Effort effort : kEfforts)
        for (const float value : roundTrip(GetParam(), block.values, importance, effort))
          ASSERT_TRUE(std::isfinite(value)) << block.name << ", " << effortName(effort);
}

TEST_P(OddBlocks, ComeBackWithinTolerance) {
  for (const OddBlock& block : oddBlocks()) {
    const double tolerance = toleranceOf(GetParam(), block);
    if (std::isinf(tolerance)) continue;
    double largest = 0;
    for (const float value : block.values) largest = std::max(largest, static_cast<double>(std::abs(value)));
    for (const Effort effort : {Effort::Normal, Effort::Thorough}) {
      const std::vector<float> decoded = roundTrip(GetParam(), block.values, {}, effort);
      for (std::size_t i = 0; i < kColumns; ++i)
        ASSERT_NEAR(decoded[i], block.values[i], tolerance * largest)
            << block.name << ", value " << i << ", " << effortName(effort);
    }
  }
}

TEST_P(OddBlocks, EncodeAloneAsTheyDoTogether) {
  const std::size_t length = findTensorType(GetParam())->blockLength;
  std::vector<float> values(2 * kColumns);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::sin(static_cast<float>(i) * 1.7F);
  std::vector<float> importance(kColumns);
  std::iota(importance.begin(), importance.end(), 1.0F);
  const std::vector<float> together = roundTrip(GetParam(), values, importance);
  std::vector<std::byte> block(findTensorType(GetParam())->blockBytes);
  std::vector<float> alone(length);
  for (std::size_t i = 0; i < values.size(); i += length) {
    findCodec(GetParam())
        ->encode({std::span(values).subspan(i, length), length, std::span(importance).subspan(i % kColumns, length)},
                 block);
    findCodec(GetParam())->decode(block, alone);
    for (std::size_t j = 0; j < length; ++j) ASSERT_EQ(alone[j], together[i + j]) << i + j;
  }
}

// Among others stand blocks of zeros, of values too small to be kept, and of weights that are all the same or all 0.
TEST_P(OddBlocks, GetTheirBytesWhateverStandsBesideThem) {
  const TensorTypeInfo& layout = *findTensorType(GetParam());
  const std::size_t length = layout.blockLength, columns = 20 * length;
  std::vector<float> values(2 * columns), importance(columns);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::size_t block = i / length;
    const float size = block % 3 == 0 ? 0.0F : (block % 8 == 1 ? 1e-40F : 1.0F);
    values[i] = size * std::sin(static_cast<float>(i) * 1.7F);
  }
  for (std::size_t i = 0; i < columns; ++i) {
    const std::size_t block = i / length;
    importance[i] = block % 4 == 1 ? 3.0F : (block % 5 == 2 ? 0.0F : 1.0F + static_cast<float>(i % 11));
  }
  for (const Effort effort : kEfforts) {
    std::vector<std::byte> together(values.size() / length * layout.blockBytes), alone(layout.blockBytes);
    findCodec(GetParam())->encode({values, columns, importance, effort}, together);
    for (std::size_t i = 0; i < values.size(); i += length) {
      const auto one = std::span(values).subspan(i, length);
      findCodec(GetParam())->encode({one, length, std::span(importance).subspan(i % columns, length), effort}, alone);
      const auto among = std::span(together).subspan(i / length * layout.blockBytes, layout.blockBytes);
      ASSERT_TRUE(std::equal(alone.begin(), alone.end(), among.begin()))
          << "block " << i / length << ", " << effortName(effort);
    }
  }
}

TEST(OddConstants, BeyondF16BecomeTheLargestThatTheTypeHolds) {
  struct Case {
    TensorType type;
    float largest;
  };
  const Case cases[] = {
      {TensorType::F16, 65504.0F},      {TensorType::Q8_0, 65504.0F * 128},   {TensorType::Q5_0, 65504.0F * 16},
      {TensorType::Q4_0, 65504.0F * 8}, {TensorType::Q5_1, 65504.0F * 32},    {TensorType::Q4_1, 65504.0F * 16},
      {TensorType::Q2_0, 65504.0F * 2}, {TensorType::Q1_0, 65504.0F},         {TensorType::TQ1_0, 65504.0F},
      {TensorType::TQ2_0, 65504.0F},    {TensorType::IQ4_NL, 65504.0F * 127}, {TensorType::NVFP4, 448.0F * 6}};
  for (const Case& item : cases) {
    for (const Effort effort : kEfforts) {
      for (const float value : roundTrip(item.type, filled(1e30F), {}, effort))
        ASSERT_EQ(value, item.largest) << tensorTypeName(item.type) << ", " << effortName(effort);
      for (const float value : roundTrip(item.type, filled(-1e30F), {}, effort))
        ASSERT_EQ(value, -item.largest) << tensorTypeName(item.type) << ", " << effortName(effort);
    }
  }
}

// Blocks that a scale of 73618 would hold, their largest value at iq4_nl's 113. A scale that f16 holds reaches that
// value from −127 alone.
TEST(OddScales, BeyondF16TakeTheSignThatReachesFarther) {
  constexpr float kLevels[] = {-104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};
  constexpr float kLargest = 65504.0F * 127;
  for (const float sign : {1.0F, -1.0F}) {
    std::vector<float> values(kColumns), importance(kColumns);
    for (std::size_t i = 0; i < kColumns; ++i) {
      values[i] = sign * kLargest / 113 * kLevels[i % std::size(kLevels)];
      importance[i] = i % std::size(kLevels) == 14 ? 20.0F : 1.0F + static_cast<float>(i % 7);
    }
    for (const Effort effort : kEfforts) {
      const std::vector<float> back = roundTrip(TensorType::IQ4_NL, values, importance, effort);
      for (std::size_t i = 14; i < kColumns; i += std::size(kLevels))
        ASSERT_NEAR(back[i], sign * kLargest, 0.01F * kLargest) << i << ", " << effortName(effort);
    }
  }
}

TEST(OddConstants, KeepWhatF16CannotHoldWhereTheTypeHasAnOffset) {
  for (const TensorType type : {TensorType::Q4_1, TensorType::Q5_1})
    for (const float value : roundTrip(type, filled(1.0F / 3))) ASSERT_NEAR(value, 1.0F / 3, 1e-7F);
}

}  // namespace
}  // namespace halftone
