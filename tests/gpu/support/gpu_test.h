// GpuTest: a test with a device, which fails where there is none and where the validation layer complains.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "gpu/vk/device.h"
#include "gpu/vk/pipelines.h"

namespace halftone::gpu {

class GpuTest : public ::testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  // The device that HALFTONE_TEST_DEVICE names, or the first that can be used. One for the whole program.
  static std::shared_ptr<Device> device();
  static std::shared_ptr<Pipelines> pipelines();
  // Of that device with other traits; none if that fails, which fails the test.
  static std::shared_ptr<Pipelines> pipelinesWith(const std::function<void(DeviceTraits&)>& change);

 private:
  std::size_t m_messagesBefore = 0;
};

}  // namespace halftone::gpu
