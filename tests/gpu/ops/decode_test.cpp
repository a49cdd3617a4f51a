#include "gpu/ops/decode.h"

#include <bit>
#include <memory>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "core/codec/codec.h"
#include "gpu/ops/slots.h"
#include "gpu/ops/tables.h"
#include "tests/core/codec/vectors.h"
#include "tests/gpu/support/gpu_test.h"

namespace halftone::gpu {
namespace {

// NaNs are all alike.
std::vector<std::uint32_t> bitsOf(const std::vector<float>& values) {
  std::vector<std::uint32_t> bits;
  for (const float value : values) {
    const auto raw = std::bit_cast<std::uint32_t>(value);
    bits.push_back((raw & 0x7fffffffU) > 0x7f800000U ? 0x7fc00000U : raw);
  }
  return bits;
}

// Whole blocks of any bytes; the first are all ones, the next all zeros.
std::vector<std::byte> anyBlocks(const TensorTypeInfo& info, std::size_t count) {
  std::mt19937 random(11);
  std::vector<std::byte> bytes(count * info.blockBytes);
  for (std::byte& byte : bytes) byte = static_cast<std::byte>(random());
  std::fill_n(bytes.begin(), info.blockBytes, std::byte{0xff});
  std::fill_n(bytes.begin() + info.blockBytes, info.blockBytes, std::byte{0});
  return bytes;
}

// A lane of the whole program, since making one takes longer than a test.
Lane& sharedLane(const std::shared_ptr<Pipelines>& pipelines) {
  static const std::unique_ptr<Lane> lane = [&] {
    std::unique_ptr<Lane> made = std::move(*Lane::create(pipelines));
    prepareTables(*made);
    return made;
  }();
  return *lane;
}

class DecodeTest : public GpuTest, public ::testing::WithParamInterface<std::tuple<TensorType, DecodeOf>> {
 protected:
  static TensorType type() { return std::get<0>(GetParam()); }
  static const TensorTypeInfo& info() { return *findTensorType(type()); }

  static std::vector<float> decodedByDevice(std::span<const std::byte> blocks) {
    const DecodeOf of = std::get<1>(GetParam());
    std::vector<float> values(blocks.size() / info().blockBytes * info().blockLength);
    const Slot target = of == DecodeOf::Source ? kValues : kDecoded;
    Lane& lane = sharedLane(pipelines());
    lane.upload(of == DecodeOf::Source ? kStored : kBlocks, blocks);
    lane.clear(target, (values.size() + 3) * sizeof(float));  // what an earlier test left there must not help
    addDecode(lane, type(), of, values.size());
    lane.download(target, std::as_writable_bytes(std::span(values)));
    const Status done = lane.run();
    EXPECT_TRUE(done) << done.error().message();
    return values;
  }

  static void expectAsTheCpu(std::span<const std::byte> blocks) {
    std::vector<float> expected(blocks.size() / info().blockBytes * info().blockLength);
    findCodec(type())->decode(blocks, expected);
    const std::vector<std::uint32_t> bits = bitsOf(decodedByDevice(blocks)), expectedBits = bitsOf(expected);
    ASSERT_EQ(bits.size(), expectedBits.size());
    for (std::size_t i = 0; i < bits.size(); ++i) {
      ASSERT_EQ(bits[i], expectedBits[i])
          << "block " << i / info().blockLength << " value " << i % info().blockLength << ": "
          << std::bit_cast<float>(bits[i]) << " instead of " << std::bit_cast<float>(expectedBits[i]);
    }
  }
};

TEST_P(DecodeTest, OfAnyBytesIsAsTheCpus) { expectAsTheCpu(anyBlocks(info(), 100000 / info().blockLength)); }

TEST_P(DecodeTest, OfAnyNumberOfBlocksIsAsTheCpus) {
  for (const std::size_t count : {2U, 3U, 5U, 9U}) expectAsTheCpu(anyBlocks(info(), count));
}

TEST_P(DecodeTest, OfNothingIsNothing) { expectAsTheCpu({}); }

class DecodeHalvesTest : public DecodeTest {};

TEST_P(DecodeHalvesTest, OfAllBitsIsAsTheCpus) {
  std::vector<std::byte> bytes;
  for (std::uint32_t bits = 0; bits < 65536; ++bits) {
    bytes.push_back(static_cast<std::byte>(bits));
    bytes.push_back(static_cast<std::byte>(bits >> 8U));
  }
  expectAsTheCpu(bytes);
}

// The golden vectors have the block formats.
class DecodeVectorTest : public DecodeTest {};

TEST_P(DecodeVectorTest, IsAsTheCpus) {
  std::string name(info().name);
  for (char& letter : name)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  expectAsTheCpu(test::readVectors("decode_vectors.gguf").at(name + ".blocks").bytes);
}

std::vector<TensorType> decodable(bool quantizedOnly) {
  std::vector<TensorType> types;
  for (const TensorTypeInfo& info : knownTensorTypes())
    if (canDecode(info.type) && (info.quantized || !quantizedOnly)) types.push_back(info.type);
  return types;
}

std::string nameOf(const ::testing::TestParamInfo<DecodeTest::ParamType>& each) {
  const char* of = std::get<1>(each.param) == DecodeOf::Source ? "_source" : "_encoded";
  return tensorTypeName(std::get<0>(each.param)) + of;
}

TEST(CanDecode, WhatCanBeEncodedAndNothingElse) {
  for (const TensorTypeInfo& info : knownTensorTypes())
    EXPECT_EQ(canDecode(info.type), canEncode(info.type)) << info.name;
}

constexpr auto kBoth = {DecodeOf::Source, DecodeOf::Encoded};
INSTANTIATE_TEST_SUITE_P(Types, DecodeTest,
                         ::testing::Combine(::testing::ValuesIn(decodable(false)), ::testing::ValuesIn(kBoth)), nameOf);
INSTANTIATE_TEST_SUITE_P(Types, DecodeHalvesTest,
                         ::testing::Combine(::testing::Values(TensorType::F16, TensorType::BF16),
                                            ::testing::ValuesIn(kBoth)),
                         nameOf);
INSTANTIATE_TEST_SUITE_P(BlockTypes, DecodeVectorTest,
                         ::testing::Combine(::testing::ValuesIn(decodable(true)), ::testing::ValuesIn(kBoth)), nameOf);

}  // namespace
}  // namespace halftone::gpu
