// Every codec gives the same bytes and the same values on every SIMD target that this machine runs.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

#include "core/codec/codec.h"
#include "tests/core/codec/vectors.h"

namespace halftone {
namespace {

std::string nameOf(const testing::TestParamInfo<TensorType>& info) { return tensorTypeName(info.param); }

std::vector<TensorType> types() {
  std::vector<TensorType> types;
  for (const Codec& codec : allCodecs()) types.push_back(codec.type);
  return types;
}

class EveryTarget : public testing::TestWithParam<TensorType> {
 protected:
  ~EveryTarget() override { EXPECT_TRUE(forceSimdTarget({})); }

  void expectSameBytes(std::span<const float> values, std::size_t columns, std::span<const float> importance) {
    for (const Effort effort : kEfforts) expectSameBytes({values, columns, importance, effort});
  }

  void expectSameBytes(const Rows& rows) {
    const Codec& codec = *findCodec(GetParam());
    const std::size_t size = tensorBytes(GetParam(), rows.columns, rows.values.size() / rows.columns)->count;
    std::vector<std::byte> first;
    for (const std::string_view target : simdTargets()) {
      ASSERT_TRUE(forceSimdTarget(target));
      std::vector<std::byte> blocks(size, std::byte{0xa5});
      codec.encode(rows, blocks);
      if (first.empty()) first = blocks;
      ASSERT_EQ(blocks, first) << simdTargets().front() << " and " << target << ", " << effortName(rows.effort);
    }
  }
};

INSTANTIATE_TEST_SUITE_P(Types, EveryTarget, testing::ValuesIn(types()), nameOf);

TEST_P(EveryTarget, DecodesAnyBytesAlike) {
  const TensorTypeInfo& info = *findTensorType(GetParam());
  std::mt19937 random(3);
  std::vector<std::byte> blocks(info.blockBytes * 100);
  for (std::byte& byte : blocks) byte = static_cast<std::byte>(random());
  std::vector<float> first;
  for (const std::string_view target : simdTargets()) {
    ASSERT_TRUE(forceSimdTarget(target));
    std::vector<float> values(info.blockLength * std::size_t{100}, 1.0F);
    findCodec(GetParam())->decode(blocks, values);
    if (first.empty()) first = values;
    ASSERT_EQ(std::memcmp(values.data(), first.data(), values.size() * sizeof(float)), 0) << target;
  }
}

TEST_P(EveryTarget, EncodesTheVectorsAlike) {
  if (!findCodec(GetParam())->canEncode()) return;
  const auto vectors = test::readVectors("encode_inputs.gguf");
  const std::vector<float> importance = vectors.at("importance").floats();
  for (const char* input : {"gaussian", "heavy_tailed", "outlier_channels", "uneven_rows"}) {
    const std::vector<float> values = vectors.at(input).floats();
    const auto rows = std::span(values).first(2 * importance.size());
    expectSameBytes(rows, importance.size(), {});
    expectSameBytes(rows, importance.size(), importance);
  }
}

TEST_P(EveryTarget, EncodesWildValuesAlike) {
  if (!findCodec(GetParam())->canEncode()) return;
  std::mt19937 random(11);
  std::uniform_real_distribution<float> exponent(-148.0F, 127.9F);
  std::vector<float> values(8 * 256), importance(256);
  for (float& value : values) value = std::exp2(exponent(random)) * (random() % 2 == 0 ? 1.0F : -1.0F);
  for (float& weight : importance) weight = random() % 4 == 0 ? 0.0F : std::exp2(exponent(random));
  expectSameBytes(values, 256, {});
  expectSameBytes(values, 256, importance);
}

}  // namespace
}  // namespace halftone
