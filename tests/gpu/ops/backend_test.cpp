// The backend in whole runs: exports and measures with a device's help.
#include <gmock/gmock.h>

#include <unistd.h>
#include <atomic>
#include <cmath>
#include <fstream>

#include "core/codec/codec.h"
#include "core/run/measure.h"
#include "core/run/quantize.h"
#include "gpu/ops/vulkan_backend.h"
#include "gpu/ops/vulkan_backend_on.h"
#include "tests/core/run/run_fixture.h"
#include "tests/gpu/support/gpu_test.h"
#include "tests/support/paths.h"

namespace halftone::gpu {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class BackendTest : public GpuTest {
 protected:
  // A device of the test's own, whose calls it may exchange.
  static std::shared_ptr<Device> ownDevice() {
    auto opened = Device::open(device()->traits().info);
    EXPECT_TRUE(opened) << opened.error().message();
    return std::move(*opened);
  }
  static std::unique_ptr<Backend> backendOn(const std::shared_ptr<Device>& device) {
    auto made = Pipelines::create(device, {});
    EXPECT_TRUE(made) << made.error().message();
    return vulkanBackendOn(std::move(*made));
  }

  QuantizeReport mustQuantize(const Plan& plan, const char* name, Backend* backend) {
    QuantizeOptions options;
    options.output = m_folder / name;
    options.threads = 2;
    options.backend = backend;
    const auto report = quantize(*m_model, plan, nullptr, options, nullptr, {});
    EXPECT_TRUE(report) << report.error().message();
    return report.value_or(QuantizeReport{});
  }
  bool sameFiles(const char* a, const char* b) const {
    return test::fileBytes(m_folder / a) == test::fileBytes(m_folder / b);
  }

  test::TemporaryFolder m_folder;
  std::shared_ptr<const Model> m_model = test::sampleModel();
};

TEST_F(BackendTest, HasTheDevicesName) { EXPECT_EQ(backendOn(device())->name(), device()->name()); }

TEST_F(BackendTest, OpensByTheList) {
  const auto backend = openVulkanBackend(device()->traits().info, m_folder / "cache");
  ASSERT_TRUE(backend) << backend.error().message();
  EXPECT_TRUE((*backend)->canRecode(TensorType::F32, TensorType::F16, Effort::Normal));
  EXPECT_FALSE((*backend)->canRecode(TensorType::F64, TensorType::F16, Effort::Normal));
}

TEST_F(BackendTest, ExportsAsTheCpuDoes) {
  const Plan plan = test::planOf(*m_model, Preset::BF16);
  const auto backend = backendOn(device());
  mustQuantize(plan, "cpu.gguf", nullptr);
  const QuantizeReport report = mustQuantize(plan, "both.gguf", backend.get());
  EXPECT_TRUE(sameFiles("cpu.gguf", "both.gguf"));
  EXPECT_THAT(report.backend.notes, IsEmpty());
  EXPECT_GT(report.backend.slabs, 0U);
}

TEST_F(BackendTest, ExportsAsTheCpuDoesWithMemoryOfItsOwn) {
  const Plan plan = test::planOf(*m_model, Preset::Q4_K_M);
  const std::shared_ptr<Device> own = ownDevice();
  own->traits().info.sharesMemory = false;
  const auto backend = backendOn(own);
  mustQuantize(plan, "cpu.gguf", nullptr);
  const QuantizeReport report = mustQuantize(plan, "both.gguf", backend.get());
  EXPECT_TRUE(sameFiles("cpu.gguf", "both.gguf")) << "K types have the CPU's codes";
  EXPECT_THAT(report.backend.notes, IsEmpty());
  EXPECT_GT(report.backend.slabs, 0U);
}

std::atomic<int> submitsLeft = 0;
PFN_vkQueueSubmit submitForReal = nullptr;

VkResult submitUntilLost(VkQueue queue, std::uint32_t count, const VkSubmitInfo* infos, VkFence fence) {
  return submitsLeft.fetch_sub(1) > 0 ? submitForReal(queue, count, infos, fence) : VK_ERROR_DEVICE_LOST;
}

TEST_F(BackendTest, ADeviceThatIsLostInMidRunCostsNothingButTime) {
  const Plan plan = test::planOf(*m_model, Preset::BF16);
  mustQuantize(plan, "cpu.gguf", nullptr);
  const std::shared_ptr<Device> own = ownDevice();
  const auto backend = backendOn(own);
  submitForReal = own->api().vkQueueSubmit;
  submitsLeft = 10;
  own->api().vkQueueSubmit = &submitUntilLost;
  const QuantizeReport report = mustQuantize(plan, "both.gguf", backend.get());
  EXPECT_TRUE(sameFiles("cpu.gguf", "both.gguf"));
  EXPECT_THAT(report.backend.notes, ElementsAre(HasSubstr("stopped answering")));
  EXPECT_LT(report.backend.slabs, report.slabs);
}

std::atomic<std::size_t> largestMemory = 0;
PFN_vkAllocateMemory allocateForReal = nullptr;

VkResult allocateWhatFits(VkDevice device, const VkMemoryAllocateInfo* info, const VkAllocationCallbacks* callbacks,
                          VkDeviceMemory* memory) {
  if (info->allocationSize > largestMemory.load()) return VK_ERROR_OUT_OF_DEVICE_MEMORY;
  return allocateForReal(device, info, callbacks, memory);
}

TEST_F(BackendTest, ADeviceWithLittleMemoryGetsSmallerSlabsOrNone) {
  const Plan plan = test::planOf(*m_model, Preset::BF16);
  mustQuantize(plan, "cpu.gguf", nullptr);
  for (const std::size_t most : {std::size_t{300'000}, std::size_t{1000}}) {
    const std::shared_ptr<Device> own = ownDevice();
    const auto backend = backendOn(own);
    allocateForReal = own->api().vkAllocateMemory;
    largestMemory = most;
    own->api().vkAllocateMemory = &allocateWhatFits;
    const QuantizeReport report = mustQuantize(plan, "both.gguf", backend.get());
    EXPECT_TRUE(sameFiles("cpu.gguf", "both.gguf"));
    EXPECT_FALSE(report.backend.notes.empty());
    EXPECT_EQ(report.backend.slabs > 0, most > 1000);
  }
}

// What fails may not leave a lane behind that lacks the tables.
TEST_F(BackendTest, EncodesAsTheCpuDoesOnceThereIsMemoryAgain) {
  const std::shared_ptr<Device> own = ownDevice();
  own->traits().info.sharesMemory = false;
  const auto backend = backendOn(own);
  std::vector<float> values(1U << 16U);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = std::sin(static_cast<float>(i));
  const std::size_t bytes = tensorBytes(TensorType::IQ4_NL, 256, values.size() / 256)->count;
  std::vector<std::byte> here(bytes), there(bytes);
  findCodec(TensorType::IQ4_NL)->encode({values, 256, {}, Effort::Normal}, here);
  RecodeJob job;
  job.stored = std::as_bytes(std::span(values));
  job.columns = 256;
  job.type = TensorType::IQ4_NL;
  job.encoded = there;
  allocateForReal = own->api().vkAllocateMemory;
  own->api().vkAllocateMemory = &allocateWhatFits;
  largestMemory = std::size_t{200'000};
  const auto failed = backend->recode(job);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::DeviceMemory);
  largestMemory = std::size_t{1} << 30U;
  ASSERT_TRUE(backend->recode(job));
  EXPECT_TRUE(there == here);
}

TEST_F(BackendTest, MeasuresAsTheCpuDoes) {
  const auto backend = backendOn(device());
  BackendGate gate(backend.get());
  for (const TensorInfo& tensor : m_model->tensors()) {
    if (tensor.name != "blk.1.ffn_down.weight" && tensor.name != "token_embd.weight") continue;
    const TensorType type = TensorType::BF16;
    const auto here = analyzeTensor(*m_model, tensor.id, type, nullptr, {}, {});
    const auto there = analyzeTensor(*m_model, tensor.id, type, nullptr, {}, {}, Effort::Normal, &gate);
    ASSERT_TRUE(here && there);
    EXPECT_NEAR(there->error.mse, here->error.mse, 1e-6 * here->error.mse);
    EXPECT_NEAR(there->source.kurtosis, here->source.kurtosis, 1e-6 * here->source.kurtosis);
    EXPECT_EQ(there->error.signLost, here->error.signLost);
    EXPECT_EQ(there->weights.bins, here->weights.bins);
    EXPECT_EQ(there->decodedWeights.bins, here->decodedWeights.bins);
    EXPECT_EQ(there->signLoss.nonZero, here->signLoss.nonZero);
    EXPECT_EQ(there->outliers, here->outliers);
    EXPECT_EQ(there->columnPeaks, here->columnPeaks);
    const auto candidates =
        measureCandidates(*m_model, tensor.id, std::span(&type, 1), nullptr, {}, {}, Effort::Normal, &gate);
    ASSERT_TRUE(candidates);
    EXPECT_NEAR(candidates->front().error.mse, here->error.mse, 1e-6 * here->error.mse);
  }
  EXPECT_THAT(gate.report().notes, IsEmpty());
  EXPECT_GT(gate.report().slabs, 0U);
}

std::size_t residentBytes() {
  std::size_t pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

std::atomic<int> liveAllocations = 0;
PFN_vkFreeMemory freeForReal = nullptr;

VkResult countAllocation(VkDevice device, const VkMemoryAllocateInfo* info, const VkAllocationCallbacks* callbacks,
                         VkDeviceMemory* memory) {
  liveAllocations.fetch_add(1);
  return allocateForReal(device, info, callbacks, memory);
}

void countFree(VkDevice device, VkDeviceMemory memory, const VkAllocationCallbacks* callbacks) {
  liveAllocations.fetch_sub(1);
  freeForReal(device, memory, callbacks);
}

TEST_F(BackendTest, AThousandSlabsLeaveNothingBehind) {
  const std::shared_ptr<Device> own = ownDevice();
  allocateForReal = own->api().vkAllocateMemory;
  freeForReal = own->api().vkFreeMemory;
  own->api().vkAllocateMemory = &countAllocation;
  own->api().vkFreeMemory = &countFree;
  liveAllocations = 0;
  auto backend = backendOn(own);
  const std::vector<float> values(8192, 0.5F);
  std::vector<std::byte> encoded(2 * values.size());
  FirstPass first;
  RecodeJob job;
  job.stored = std::as_bytes(std::span(values));
  job.columns = 256;
  job.type = TensorType::F16;
  job.encoded = encoded;
  job.first = &first;
  ASSERT_TRUE(backend->recode(job));
  const int allocations = liveAllocations.load();
  std::size_t before = 0;
  for (int i = 0; i < 1000; ++i) {
    ASSERT_TRUE(backend->recode(job));
    if (i == 99) before = residentBytes();
  }
  EXPECT_EQ(liveAllocations.load(), allocations);
  EXPECT_LT(residentBytes(), before + (std::size_t{4} << 20));
  backend.reset();
  EXPECT_EQ(liveAllocations.load(), 0);
}

// Devices, pipelines and lanes, made and destroyed with a slab of work each.
TEST_F(BackendTest, OpeningItAgainAndAgainLeavesNothingBehind) {
  const std::vector<float> values(8192, 0.5F);
  std::vector<std::byte> encoded(2 * values.size());
  RecodeJob job;
  job.stored = std::as_bytes(std::span(values));
  job.columns = 256;
  job.type = TensorType::F16;
  job.encoded = encoded;
  std::size_t before = 0;
  for (int i = 0; i < 120; ++i) {
    const auto backend = openVulkanBackend(device()->traits().info, m_folder / "cache");
    ASSERT_TRUE(backend) << backend.error().message();
    ASSERT_TRUE((*backend)->recode(job));
    if (i == 19) before = residentBytes();
  }
  EXPECT_LT(residentBytes(), before + (std::size_t{2} << 20));
}

}  // namespace
}  // namespace halftone::gpu
