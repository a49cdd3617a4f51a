#include "gpu/vk/device.h"

#include <gmock/gmock.h>

#include "gpu/vk/buffer.h"
#include "gpu/vk/instance.h"
#include "tests/gpu/support/gpu_test.h"

namespace halftone::gpu {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

using DeviceTest = GpuTest;

TEST_F(DeviceTest, IsWatchedByTheValidationLayer) { EXPECT_TRUE((*Instance::get())->validates()); }

TEST_F(DeviceTest, TheListTellsWhatThereIs) {
  const auto devices = listDevices();
  ASSERT_TRUE(devices);
  for (const DeviceInfo& device : *devices) {
    EXPECT_FALSE(device.name.empty());
    EXPECT_FALSE(device.driver.empty());
    EXPECT_GT(device.memory.count, 0U);
  }
}

TEST_F(DeviceTest, IsFoundByItsNumberAndByAPartOfItsName) {
  const std::string name = device()->name();
  const auto byNumber = findDevice(std::to_string(device()->traits().info.index));
  ASSERT_TRUE(byNumber);
  EXPECT_EQ(byNumber->name, name);
  std::string part = name.substr(0, 5);
  for (char& c : part) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const auto byName = findDevice(part);
  ASSERT_TRUE(byName) << byName.error().message();
  EXPECT_EQ(byName->name, name);
}

TEST_F(DeviceTest, ANameThatFitsNoneIsAnErrorWithTheList) {
  const auto found = findDevice("no such device");
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::NoDevice);
  EXPECT_THAT(found.error().message(), HasSubstr(device()->name()));
}

TEST_F(DeviceTest, OneThatIsGoneIsAnError) {
  DeviceInfo info = device()->traits().info;
  info.index = 1000;
  const auto opened = Device::open(info);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::NoDevice);
}

TEST_F(DeviceTest, ABufferBeyondItsReachIsAnError) {
  const std::uint64_t reach = device()->traits().largestBuffer;
  const auto buffer = Buffer::create(device(), static_cast<std::size_t>(reach + 4), MemoryDomain::Device);
  ASSERT_FALSE(buffer);
  EXPECT_EQ(buffer.error().code, ErrorCode::DeviceMemory);
}

TEST_F(DeviceTest, WhatTheHostWritesAndReadsIsMapped) {
  for (const MemoryDomain domain : {MemoryDomain::Upload, MemoryDomain::Readback}) {
    const auto buffer = Buffer::create(device(), 1000, domain);
    ASSERT_TRUE(buffer);
    EXPECT_THAT(buffer->mapped(), SizeIs(1000));
  }
}

}  // namespace
}  // namespace halftone::gpu
