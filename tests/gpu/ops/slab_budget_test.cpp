// Devices with little memory left: how many slabs they get, and that no more is taken.
#include "gpu/ops/slab_budget.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <mutex>

#include "core/run/quantize.h"
#include "core/run/slab.h"
#include "gpu/ops/vulkan_backend_on.h"
#include "tests/core/run/run_fixture.h"
#include "tests/gpu/support/gpu_test.h"
#include "tests/support/paths.h"

namespace halftone::gpu {
namespace {

using ::testing::IsEmpty;

constexpr std::size_t kWhole = SlabCut::kValues;

TEST(SlabBudget, FillsHalfOfWhatIsFree) {
  const std::uint64_t one = memoryOfSlab(kWhole).count;
  EXPECT_EQ(slabBudget({std::uint64_t{8} << 30}), (SlabBudget{4, kWhole}));
  EXPECT_EQ(slabBudget({8 * one}), (SlabBudget{4, kWhole}));
  EXPECT_EQ(slabBudget({8 * one - 1}), (SlabBudget{3, kWhole}));
  EXPECT_EQ(slabBudget({2 * one}), (SlabBudget{1, kWhole}));
  EXPECT_EQ(slabBudget({2 * one - 1}), (SlabBudget{1, kWhole / 2}));
  EXPECT_EQ(slabBudget({2 * memoryOfSlab(kWhole / 8).count}), (SlabBudget{1, kWhole / 8}));
  EXPECT_EQ(slabBudget({0}), (SlabBudget{1, 4096}));
}

// What a device of the test's own has in use.
class Memory {
 public:
  static void watch(Device& device) {
    s_inUse = s_most = 0;
    s_sizes.clear();
    s_allocate = device.api().vkAllocateMemory;
    s_free = device.api().vkFreeMemory;
    device.api().vkAllocateMemory = &allocate;
    device.api().vkFreeMemory = &release;
  }
  static std::uint64_t most() { return s_most; }

 private:
  static VkResult allocate(VkDevice device, const VkMemoryAllocateInfo* info, const VkAllocationCallbacks* callbacks,
                           VkDeviceMemory* memory) {
    const std::scoped_lock lock(s_mutex);
    const VkResult result = s_allocate(device, info, callbacks, memory);
    if (result != VK_SUCCESS) return result;
    s_sizes[*memory] = info->allocationSize;
    s_inUse += info->allocationSize;
    s_most = std::max(s_most, s_inUse);
    return result;
  }
  static void release(VkDevice device, VkDeviceMemory memory, const VkAllocationCallbacks* callbacks) {
    const std::scoped_lock lock(s_mutex);
    if (const auto own = s_sizes.find(memory); own != s_sizes.end()) {
      s_inUse -= own->second;
      s_sizes.erase(own);
    }
    s_free(device, memory, callbacks);
  }

  inline static std::mutex s_mutex;
  inline static std::map<VkDeviceMemory, std::uint64_t> s_sizes;
  inline static std::uint64_t s_inUse = 0, s_most = 0;
  inline static PFN_vkAllocateMemory s_allocate = nullptr;
  inline static PFN_vkFreeMemory s_free = nullptr;
};

class LittleMemory : public GpuTest {
 protected:
  // Of a device with so much memory free, whose buffers are all its own.
  static std::unique_ptr<Backend> backendWith(std::uint64_t free) {
    auto opened = Device::open(device()->traits().info);
    EXPECT_TRUE(opened) << opened.error().message();
    (*opened)->traits().info.memoryFree = {free};
    (*opened)->traits().info.sharesMemory = true;
    Memory::watch(**opened);
    auto made = Pipelines::create(*opened, {});
    EXPECT_TRUE(made) << made.error().message();
    return vulkanBackendOn(std::move(*made));
  }
};

// The shapes that take most: f32 there, f32 back, everything measured.
TEST_F(LittleMemory, ASlabTakesNoMoreThanIsCounted) {
  for (const std::size_t columns : {std::size_t{32}, kWhole}) {
    const auto backend = backendWith(std::uint64_t{1} << 30);
    std::vector<float> values(kWhole, 1.5F), importance(columns, 1.0F);
    values[7] = -2.25F;
    std::vector<std::byte> stored(2 * kWhole), encoded(4 * kWhole);
    FirstPass first;
    ErrorSums errors;
    RecodeJob up;
    up.stored = std::as_bytes(std::span(values));
    up.columns = columns;
    up.importance = importance;
    up.type = TensorType::BF16;
    up.encoded = stored;
    up.first = &first;
    ASSERT_TRUE(backend->recode(up));
    SecondPass second(first.scale());
    RecodeJob back = up;
    back.sourceType = TensorType::BF16;
    back.stored = stored;
    back.type = TensorType::F32;
    back.encoded = encoded;
    back.first = nullptr;
    back.second = &second;
    ASSERT_TRUE(backend->recode(back));
    EXPECT_LE(Memory::most(), memoryOfSlab(kWhole).count) << columns << " columns";
    EXPECT_GT(2 * Memory::most(), memoryOfSlab(kWhole).count) << columns << " columns: it is not far off either";
  }
}

TEST_F(LittleMemory, AnExportTakesHalfOfItAndIsTheCpusFile) {
  const auto model = test::sampleModel();
  const Plan plan = test::planOf(*model, Preset::BF16);
  const test::TemporaryFolder folder;
  QuantizeOptions options;
  options.threads = 2;
  options.output = folder / "cpu.gguf";
  ASSERT_TRUE(quantize(*model, plan, nullptr, options, nullptr, {}));
  options.output = folder / "both.gguf";
  for (const std::uint64_t free : {5 * memoryOfSlab(kWhole).count, 2 * memoryOfSlab(kWhole / 4).count}) {
    const auto backend = backendWith(free);
    options.backend = backend.get();
    const auto report = quantize(*model, plan, nullptr, options, nullptr, {});
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_GT(report->backend.slabs, 0U);
    EXPECT_THAT(report->backend.notes, IsEmpty());
    EXPECT_LE(Memory::most(), free / 2);
    EXPECT_TRUE(test::fileBytes(folder / "cpu.gguf") == test::fileBytes(folder / "both.gguf"));
  }
}

}  // namespace
}  // namespace halftone::gpu
