#include "gpu/vk/lane.h"

#include <numeric>
#include <thread>
#include <vector>

#include "tests/gpu/support/gpu_test.h"

namespace halftone::gpu {
namespace {

constexpr std::uint32_t kFrom = 0, kTo = 1, kOther = 4;

class LaneTest : public GpuTest {
 protected:
  static std::unique_ptr<Lane> makeLane() {
    auto lane = Lane::create(pipelines());
    EXPECT_TRUE(lane) << lane.error().message();
    return std::move(*lane);
  }

  // Of a device that is told to have memory of its own, which the host does not see: copies before and after.
  static std::unique_ptr<Lane> makeLaneApart() {
    auto lane = Lane::create(pipelinesWith([](DeviceTraits& traits) { traits.info.sharesMemory = false; }));
    EXPECT_TRUE(lane) << lane.error().message();
    return std::move(*lane);
  }

  static std::vector<std::uint32_t> numbers(std::size_t count, std::uint32_t first) {
    std::vector<std::uint32_t> all(count);
    std::iota(all.begin(), all.end(), first);
    return all;
  }

  static Status copyThrough(Lane& lane, std::span<const std::uint32_t> in, std::span<std::uint32_t> out) {
    const auto words = static_cast<std::uint32_t>(in.size());
    lane.reserve(kTo, in.size_bytes());
    lane.upload(kFrom, std::as_bytes(in));
    lane.dispatch({"copy"}, (in.size() + 1023) / 1024, std::as_bytes(std::span(&words, 1)));
    lane.download(kTo, std::as_writable_bytes(out));
    return lane.run();
  }
};

TEST_F(LaneTest, CarriesBytesThroughAShader) {
  const auto lane = makeLane();
  for (const std::size_t count : {1U, 1000U, 100000U, 17U}) {
    const std::vector<std::uint32_t> in = numbers(count, 7);
    std::vector<std::uint32_t> out(count);
    ASSERT_TRUE(copyThrough(*lane, in, out));
    EXPECT_EQ(out, in);
  }
}

TEST_F(LaneTest, CarriesBytesToMemoryThatTheHostDoesNotSee) {
  const auto lane = makeLaneApart();
  for (const std::size_t count : {1U, 1000U, 100000U, 17U}) {
    const std::vector<std::uint32_t> in = numbers(count, 7);
    std::vector<std::uint32_t> out(count);
    ASSERT_TRUE(copyThrough(*lane, in, out));
    EXPECT_EQ(out, in);
  }
  EXPECT_GE(lane->bytesHeld(), 4 * sizeof(std::uint32_t) * 100000);
}

// Memory that the host sees and does not cache, as some integrated GPUs have it, is read by way of other memory.
TEST_F(LaneTest, CarriesBytesFromMemoryThatTheHostReadsSlowly) {
  auto opened = Device::open(device()->traits().info);
  ASSERT_TRUE(opened);
  DeviceTraits& traits = (*opened)->traits();
  traits.info.sharesMemory = true;
  for (std::uint32_t i = 0; i < traits.memory.memoryTypeCount; ++i)
    traits.memory.memoryTypes[i].propertyFlags &= ~VkMemoryPropertyFlags{VK_MEMORY_PROPERTY_HOST_CACHED_BIT};
  auto made = Pipelines::create(*opened, {});
  ASSERT_TRUE(made);
  auto lane = Lane::create(*made);
  ASSERT_TRUE(lane);
  const std::vector<std::uint32_t> in = numbers(100000, 7);
  std::vector<std::uint32_t> out(in.size());
  ASSERT_TRUE(copyThrough(**lane, in, out));
  EXPECT_EQ(out, in);
  EXPECT_GE((*lane)->bytesHeld(), 3 * in.size() * 4);
}

TEST_F(LaneTest, MoreWorkgroupsThanADimensionHasAreLaidOutInTwo) {
  auto opened = Device::open(device()->traits().info);
  ASSERT_TRUE(opened);
  (*opened)->traits().workgroups = 100;
  auto made = Pipelines::create(*opened, {});
  ASSERT_TRUE(made);
  auto lane = Lane::create(*made);
  ASSERT_TRUE(lane);
  const std::size_t count = 1024 * 250 + 1001;
  const std::vector<std::uint32_t> in = numbers(count, 3);
  std::vector<std::uint32_t> out(count);
  ASSERT_TRUE(copyThrough(**lane, in, out));
  EXPECT_EQ(out, in);
}

TEST_F(LaneTest, ClearsBeforeTheNextStep) {
  const auto lane = makeLane();
  std::vector<std::uint32_t> out(1000, 1);
  lane->reserve(kOther, 4000);
  lane->clear(kOther, 4000);
  lane->download(kOther, std::as_writable_bytes(std::span(out)));
  ASSERT_TRUE(lane->run());
  EXPECT_EQ(out, std::vector<std::uint32_t>(1000, 0));
}

TEST_F(LaneTest, TakesTheTimeOfWhatItRuns) {
  if (device()->traits().timestampBits == 0) return;
  const auto lane = makeLane();
  const std::vector<std::uint32_t> in = numbers(1U << 20U, 0);
  std::vector<std::uint32_t> out(in.size());
  ASSERT_TRUE(copyThrough(*lane, in, out));
  EXPECT_GT(lane->lastTimes().secondsComputing, 0.0);
  EXPECT_GE(lane->lastTimes().seconds, lane->lastTimes().secondsComputing);
}

TEST_F(LaneTest, AShaderThatIsNotThereFailsTheRunAndNotTheNext) {
  const auto lane = makeLane();
  lane->dispatch({"no such shader"}, 1, {});
  const Status done = lane->run();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::DeviceFailed);
  std::vector<std::uint32_t> out(10);
  ASSERT_TRUE(copyThrough(*lane, numbers(10, 1), out));
  EXPECT_EQ(out, numbers(10, 1));
}

TEST_F(LaneTest, WorksOnSeveralThreads) {
  std::vector<std::thread> threads;
  for (std::uint32_t t = 0; t < 4; ++t)
    threads.emplace_back([t] {
      const auto lane = makeLane();
      for (std::uint32_t i = 0; i < 20; ++i) {
        const std::vector<std::uint32_t> in = numbers(5000, 100 * t + i);
        std::vector<std::uint32_t> out(in.size());
        ASSERT_TRUE(copyThrough(*lane, in, out));
        EXPECT_EQ(out, in);
      }
    });
  for (std::thread& thread : threads) thread.join();
}

// What a device that is lost in mid-run answers.
TEST_F(LaneTest, ALostDeviceIsAnErrorThatSaysSo) {
  auto opened = Device::open(device()->traits().info);
  ASSERT_TRUE(opened);
  const std::shared_ptr<Device> own = *opened;
  auto made = Pipelines::create(own, {});
  ASSERT_TRUE(made);
  auto lane = Lane::create(*made);
  ASSERT_TRUE(lane);
  std::vector<std::uint32_t> out(10);
  ASSERT_TRUE(copyThrough(**lane, numbers(10, 1), out));
  own->api().vkQueueSubmit = [](VkQueue, std::uint32_t, const VkSubmitInfo*, VkFence) { return VK_ERROR_DEVICE_LOST; };
  const Status done = copyThrough(**lane, numbers(10, 1), out);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::DeviceLost);
}

TEST_F(LaneTest, MemoryThatRunsOutIsAnErrorThatSaysSo) {
  auto opened = Device::open(device()->traits().info);
  ASSERT_TRUE(opened);
  auto made = Pipelines::create(*opened, {});
  ASSERT_TRUE(made);
  auto lane = Lane::create(*made);
  ASSERT_TRUE(lane);
  const auto allocate = (*opened)->api().vkAllocateMemory;
  (*opened)->api().vkAllocateMemory = [](VkDevice, const VkMemoryAllocateInfo*, const VkAllocationCallbacks*,
                                         VkDeviceMemory*) { return VK_ERROR_OUT_OF_DEVICE_MEMORY; };
  std::vector<std::uint32_t> out(100000);
  const Status done = copyThrough(**lane, numbers(100000, 1), out);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::DeviceMemory);
  (*opened)->api().vkAllocateMemory = allocate;
  ASSERT_TRUE(copyThrough(**lane, numbers(100000, 1), out));
  EXPECT_EQ(out, numbers(100000, 1));
}

TEST_F(LaneTest, ABufferThatCouldNotGrowIsNoHarmToRunsWithoutIt) {
  auto opened = Device::open(device()->traits().info);
  ASSERT_TRUE(opened);
  auto made = Pipelines::create(*opened, {});
  ASSERT_TRUE(made);
  auto lane = Lane::create(*made);
  ASSERT_TRUE(lane);
  EXPECT_TRUE((*lane)->isSound());
  const auto allocate = (*opened)->api().vkAllocateMemory;
  (*opened)->api().vkAllocateMemory = [](VkDevice, const VkMemoryAllocateInfo*, const VkAllocationCallbacks*,
                                         VkDeviceMemory*) { return VK_ERROR_OUT_OF_DEVICE_MEMORY; };
  (*lane)->reserve(kOther, 100000);
  EXPECT_FALSE((*lane)->run());
  EXPECT_FALSE((*lane)->isSound());
  (*opened)->api().vkAllocateMemory = allocate;
  std::vector<std::uint32_t> out(10);
  ASSERT_TRUE(copyThrough(**lane, numbers(10, 1), out));
  EXPECT_EQ(out, numbers(10, 1));
}

TEST_F(LaneTest, StepsSeeWhatAnEarlierRunWrote) {
  const auto lane = makeLaneApart();
  const std::vector<std::uint32_t> in = numbers(5000, 9);
  std::vector<std::uint32_t> out(in.size());
  lane->upload(kFrom, std::as_bytes(std::span(in)));
  ASSERT_TRUE(lane->run());
  const auto words = static_cast<std::uint32_t>(in.size());
  lane->reserve(kTo, in.size() * 4);
  lane->dispatch({"copy"}, (in.size() + 1023) / 1024, std::as_bytes(std::span(&words, 1)));
  ASSERT_TRUE(lane->run());
  lane->download(kTo, std::as_writable_bytes(std::span(out)));
  ASSERT_TRUE(lane->run());
  EXPECT_EQ(out, in);
}

TEST_F(LaneTest, ADeviceThatDoesNotFinishCountsAsLostAndIsLeftAlone) {
  auto opened = Device::open(device()->traits().info);
  ASSERT_TRUE(opened);
  auto made = Pipelines::create(*opened, {});
  ASSERT_TRUE(made);
  auto lane = Lane::create(*made);
  ASSERT_TRUE(lane);
  VolkDeviceTable& api = (*opened)->api();
  api.vkWaitForFences = [](VkDevice, std::uint32_t, const VkFence*, VkBool32, std::uint64_t) { return VK_TIMEOUT; };
  std::vector<std::uint32_t> out(10);
  for (int i = 0; i < 2; ++i) {
    const Status done = copyThrough(**lane, numbers(10, 1), out);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::DeviceLost);
  }
  // What it may still use must stay, and nobody waits for it.
  api.vkDestroyBuffer = [](VkDevice, VkBuffer, const VkAllocationCallbacks*) { ADD_FAILURE() << "a buffer in use"; };
  api.vkDestroyCommandPool = [](VkDevice, VkCommandPool, const VkAllocationCallbacks*) {
    ADD_FAILURE() << "commands in use";
  };
  api.vkDestroyDevice = [](VkDevice, const VkAllocationCallbacks*) { ADD_FAILURE() << "a device in use"; };
  api.vkDeviceWaitIdle = [](VkDevice) {
    ADD_FAILURE() << "it does not come to rest";
    return VK_SUCCESS;
  };
  lane->reset();
  made->reset();
  opened->reset();
}

}  // namespace
}  // namespace halftone::gpu
