#include "gpu/ops/decode.h"

#include <bit>
#include <memory>
#include <random>
#include <string>
#include <tuple>
#include <utility>
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

// What the device is taken to have.
enum class Storage { AsItHas, WordsAlone };

std::unique_ptr<Lane> makeLane(const std::shared_ptr<Pipelines>& pipelines) {
  std::unique_ptr<Lane> made = std::move(*Lane::create(pipelines));
  prepareTables(*made);
  return made;
}

std::shared_ptr<Pipelines> pipelinesOn(const DeviceInfo& info, bool storage8, bool storage16) {
  std::shared_ptr<Device> device = *Device::open(info);
  device->traits().storage8 = device->traits().storage8 && storage8;
  device->traits().storage16 = device->traits().storage16 && storage16;
  return *Pipelines::create(std::move(device), {});
}

// Lanes of the whole program, since making one takes longer than a test.
Lane& sharedLane(const std::shared_ptr<Pipelines>& pipelines, Storage storage) {
  if (storage == Storage::AsItHas) {
    static const std::unique_ptr<Lane> lane = makeLane(pipelines);
    return *lane;
  }
  static const std::unique_ptr<Lane> lane = makeLane(pipelinesOn(pipelines->device().traits().info, false, false));
  return *lane;
}

class DecodeTest : public GpuTest, public ::testing::WithParamInterface<std::tuple<TensorType, DecodeOf, Storage>> {
 protected:
  static TensorType type() { return std::get<0>(GetParam()); }
  static const TensorTypeInfo& info() { return *findTensorType(type()); }

  static std::vector<float> decodedByDevice(std::span<const std::byte> blocks) {
    const DecodeOf of = std::get<1>(GetParam());
    std::vector<float> values(blocks.size() / info().blockBytes * info().blockLength);
    const Slot target = of == DecodeOf::Source ? kValues : kDecoded;
    Lane& lane = sharedLane(pipelines(), std::get<2>(GetParam()));
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
  const char* storage = std::get<2>(each.param) == Storage::AsItHas ? "" : "_words_alone";
  return tensorTypeName(std::get<0>(each.param)) + of + storage;
}

TEST(CanDecode, WhatCanBeEncodedAndNothingElse) {
  for (const TensorTypeInfo& info : knownTensorTypes())
    EXPECT_EQ(canDecode(info.type), canEncode(info.type)) << info.name;
}

bool bytesSeen = false;
PFN_vkCreateShaderModule createForReal = nullptr;

VKAPI_ATTR VkResult VKAPI_CALL lookAndCreate(VkDevice device, const VkShaderModuleCreateInfo* info,
                                             const VkAllocationCallbacks* allocator, VkShaderModule* made) {
  constexpr std::uint32_t kCapability = 2U << 16U | 17U, kStorageBuffer8 = 4448;
  for (std::size_t i = 5; i + 1 < info->codeSize / 4 && info->pCode[i] == kCapability; i += 2)
    bytesSeen = bytesSeen || info->pCode[i + 1] == kStorageBuffer8;
  return createForReal(device, info, allocator, made);
}

class DecodeStorageTest : public GpuTest {};

TEST_F(DecodeStorageTest, BytesAreReadWhereTheDeviceHasBuffersOfThemAndOf16Bits) {
  const DeviceTraits& has = device()->traits();
  for (const bool storage8 : {false, true}) {
    for (const bool storage16 : {false, true}) {
      const std::shared_ptr<Pipelines> pipelines = pipelinesOn(has.info, storage8, storage16);
      createForReal = std::exchange(pipelines->device().api().vkCreateShaderModule, lookAndCreate);
      bytesSeen = false;
      auto lane = Lane::create(pipelines);
      ASSERT_TRUE(lane) << lane.error().message();
      addDecode(**lane, TensorType::Q4_0, DecodeOf::Source, 64);
      addDecode(**lane, TensorType::Q4_1, DecodeOf::Source, 64);  // which are whole words
      EXPECT_EQ(bytesSeen, storage8 && storage16 && has.storesBytes()) << storage8 << storage16;
    }
  }
}

constexpr auto kBoth = {DecodeOf::Source, DecodeOf::Encoded};
constexpr auto kStorages = {Storage::AsItHas, Storage::WordsAlone};
INSTANTIATE_TEST_SUITE_P(Types, DecodeTest,
                         ::testing::Combine(::testing::ValuesIn(decodable(false)), ::testing::ValuesIn(kBoth),
                                            ::testing::ValuesIn(kStorages)),
                         nameOf);
INSTANTIATE_TEST_SUITE_P(Types, DecodeHalvesTest,
                         ::testing::Combine(::testing::Values(TensorType::F16, TensorType::BF16),
                                            ::testing::ValuesIn(kBoth), ::testing::Values(Storage::AsItHas)),
                         nameOf);
INSTANTIATE_TEST_SUITE_P(BlockTypes, DecodeVectorTest,
                         ::testing::Combine(::testing::ValuesIn(decodable(true)), ::testing::ValuesIn(kBoth),
                                            ::testing::ValuesIn(kStorages)),
                         nameOf);

}  // namespace
}  // namespace halftone::gpu
