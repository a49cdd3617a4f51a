#include "tests/gpu/support/gpu_test.h"

#include <cstdlib>
#include <string>

#include "gpu/vk/instance.h"

namespace halftone::gpu {
namespace {

Result<std::shared_ptr<Device>> openTestDevice() {
  if (const char* wanted = std::getenv("HALFTONE_TEST_DEVICE")) {
    HALFTONE_TRY(const DeviceInfo info, findDevice(wanted));
    return Device::open(info);
  }
  HALFTONE_TRY(const std::vector<DeviceInfo> devices, listDevices());
  for (const DeviceInfo& info : devices)
    if (info.usable()) return Device::open(info);
  return Device::open(devices.front());
}

const Result<std::shared_ptr<Device>>& testDevice() {
  static const Result<std::shared_ptr<Device>> device = openTestDevice();
  return device;
}

const Result<std::shared_ptr<Pipelines>>& testPipelines() {
  static const Result<std::shared_ptr<Pipelines>> pipelines = Pipelines::create(*testDevice(), {});
  return pipelines;
}

}  // namespace

void GpuTest::SetUp() {
  m_messagesBefore = validationMessages().size();
  ASSERT_TRUE(testDevice()) << testDevice().error().message();
  ASSERT_TRUE(testPipelines()) << testPipelines().error().message();
  const char* subgroups = std::getenv("HALFTONE_TEST_SUBGROUPS");
  const DeviceTraits& traits = device()->traits();
  if (subgroups != nullptr && traits.info.kind == DeviceKind::Software) {
    ASSERT_EQ(std::to_string(traits.subgroupSize), subgroups) << "the driver was asked for these";
  }
}

void GpuTest::TearDown() {
  const std::vector<std::string> messages = validationMessages();
  for (std::size_t i = m_messagesBefore; i < messages.size(); ++i) ADD_FAILURE() << messages[i];
}

std::shared_ptr<Device> GpuTest::device() { return *testDevice(); }
std::shared_ptr<Pipelines> GpuTest::pipelines() { return *testPipelines(); }

std::shared_ptr<Pipelines> GpuTest::pipelinesWith(const std::function<void(DeviceTraits&)>& change) {
  const auto opened = Device::open(device()->traits().info);
  if (opened) change((*opened)->traits());
  const auto made = opened ? Pipelines::create(*opened, {}) : failure(opened.error());
  if (made) return *made;
  ADD_FAILURE() << made.error().message();
  return nullptr;
}

}  // namespace halftone::gpu
