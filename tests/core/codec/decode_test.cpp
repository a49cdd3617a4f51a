#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>

#include "core/codec/codec.h"
#include "tests/core/codec/vectors.h"

namespace halftone {
namespace {

std::string nameOf(const testing::TestParamInfo<TensorType>& info) { return tensorTypeName(info.param); }

std::vector<TensorType> typesWhere(bool quantizedOnly) {
  std::vector<TensorType> types;
  for (const TensorTypeInfo& info : knownTensorTypes())
    if (info.quantized || !quantizedOnly) types.push_back(info.type);
  return types;
}

std::string lowerCase(std::string text) {
  for (char& letter : text)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return text;
}

// Distance in units in the last place; 0 for equal values, including zeros of both signs.
std::int64_t ulpsApart(float a, float b) {
  const auto ordered = [](float value) {
    const auto bits = std::bit_cast<std::int32_t>(value);
    return static_cast<std::int64_t>(bits < 0 ? std::numeric_limits<std::int32_t>::min() - bits : bits);
  };
  return std::abs(ordered(a) - ordered(b));
}

class GoldenDecode : public testing::TestWithParam<TensorType> {};

TEST_P(GoldenDecode, EqualsTheVectors) {
  const auto vectors = test::readVectors("decode_vectors.gguf");
  const std::string name = lowerCase(tensorTypeName(GetParam()));
  const test::Vector& blocks = vectors.at(name + ".blocks");
  const std::vector<float> expected = vectors.at(name + ".values").floats();
  ASSERT_EQ(blocks.type, GetParam());
  ASSERT_EQ(expected.size(), 2048U);

  std::vector<float> values(expected.size());
  findCodec(GetParam())->decode(blocks.bytes, values);
  std::int64_t worst = 0;
  for (std::size_t i = 0; i < values.size(); ++i) worst = std::max(worst, ulpsApart(values[i], expected[i]));
  EXPECT_LE(worst, GetParam() == TensorType::Q5_K ? 1 : 0) << "units in the last place";
}

INSTANTIATE_TEST_SUITE_P(Types, GoldenDecode, testing::ValuesIn(typesWhere(true)), nameOf);

class AnyBytes : public testing::TestWithParam<TensorType> {};

TEST_P(AnyBytes, DecodeBlockByBlock) {
  const TensorTypeInfo& info = *findTensorType(GetParam());
  const Codec& codec = *findCodec(GetParam());
  constexpr std::size_t kBlocks = 64;
  std::mt19937 random(7);
  std::vector<std::byte> blocks(kBlocks * info.blockBytes);
  for (std::byte& byte : blocks) byte = static_cast<std::byte>(random());
  std::fill_n(blocks.begin(), info.blockBytes, std::byte{0xff});
  std::fill_n(blocks.begin() + info.blockBytes, info.blockBytes, std::byte{0});

  std::vector<float> together(kBlocks * info.blockLength);
  codec.decode(blocks, together);
  std::vector<float> one(info.blockLength);
  for (std::size_t i = 0; i < kBlocks; ++i) {
    codec.decode(std::span(blocks).subspan(i * info.blockBytes, info.blockBytes), one);
    for (std::size_t j = 0; j < one.size(); ++j) {
      ASSERT_EQ(std::bit_cast<std::uint32_t>(one[j]), std::bit_cast<std::uint32_t>(together[i * one.size() + j]))
          << "block " << i << " value " << j;
    }
  }
}

TEST_P(AnyBytes, OfNothingDecodeToNothing) {
  std::array<float, 1> beyond = {42.0F};
  findCodec(GetParam())->decode({}, std::span(beyond).first(0));
  EXPECT_EQ(beyond[0], 42.0F);
}

INSTANTIATE_TEST_SUITE_P(Types, AnyBytes, testing::ValuesIn(typesWhere(false)), nameOf);

}  // namespace
}  // namespace halftone
