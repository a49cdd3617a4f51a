#include "gpu/vk/device.h"

#include <gmock/gmock.h>

#include <array>
#include <cstring>

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
    EXPECT_LE(device.memoryFree, device.memory);
  }
}

// Drivers that tell how much of a heap a process can have.
constexpr std::uint64_t kBudget = 900'000'000, kUsed = 150'000'000;

VkResult knowBudgets(VkPhysicalDevice, const char*, std::uint32_t* count, VkExtensionProperties* extensions) {
  *count = 1;
  if (extensions != nullptr) *extensions = {VK_EXT_MEMORY_BUDGET_EXTENSION_NAME, 1};
  return VK_SUCCESS;
}

void tellBudgets(VkPhysicalDevice, VkPhysicalDeviceMemoryProperties2* memory) {
  auto* budgets = static_cast<VkPhysicalDeviceMemoryBudgetPropertiesEXT*>(memory->pNext);
  for (std::uint32_t heap = 0; heap < VK_MAX_MEMORY_HEAPS; ++heap) {
    budgets->heapBudget[heap] = kBudget;
    budgets->heapUsage[heap] = kUsed;
  }
}

TEST_F(DeviceTest, WhatIsFreeIsWhatTheDriverExpects) {
  const auto extensions = vkEnumerateDeviceExtensionProperties;
  const auto properties = vkGetPhysicalDeviceMemoryProperties2;
  vkEnumerateDeviceExtensionProperties = &knowBudgets;
  vkGetPhysicalDeviceMemoryProperties2 = &tellBudgets;
  const DeviceTraits traits = readTraits(device()->traits().handle, 0);
  vkEnumerateDeviceExtensionProperties = extensions;
  vkGetPhysicalDeviceMemoryProperties2 = properties;
  EXPECT_EQ(traits.info.memoryFree, std::min(traits.info.memory, Bytes{kBudget - kUsed}));
}

// As a driver that has none would tell them.
DeviceTraits traitsWithoutExtensions(VkPhysicalDevice device) {
  const auto extensions = vkEnumerateDeviceExtensionProperties;
  vkEnumerateDeviceExtensionProperties = [](VkPhysicalDevice, const char*, std::uint32_t* count,
                                            VkExtensionProperties*) {
    *count = 0;
    return VK_SUCCESS;
  };
  const DeviceTraits traits = readTraits(device, 0);
  vkEnumerateDeviceExtensionProperties = extensions;
  return traits;
}

TEST_F(DeviceTest, WhereTheDriverDoesNotTellAllIsFree) {
  const DeviceTraits traits = traitsWithoutExtensions(device()->traits().handle);
  EXPECT_EQ(traits.info.memoryFree, traits.info.memory);
}

TEST_F(DeviceTest, WhatVariantsOfShadersNeedIsThereOnlyWithItsExtension) {
  const DeviceTraits traits = traitsWithoutExtensions(device()->traits().handle);
  EXPECT_EQ(traits.subgroupSize, 0U);
  EXPECT_FALSE(traits.storage8);
  if (device()->traits().info.kind != DeviceKind::Software) return;
  EXPECT_GT(device()->traits().subgroupSize, 0U) << "of the software driver that tests run on";
  EXPECT_TRUE(device()->traits().storage8);
  EXPECT_TRUE(device()->traits().storage16);
}

TEST_F(DeviceTest, ShadersRunInSubgroupsThatAreWideEnoughAndFillWorkgroups) {
  const ShaderKey shader{"some", {1, 2}};
  const auto chosen = [&](std::uint32_t size, std::uint32_t atLeast, std::uint32_t invocations) {
    DeviceTraits traits;
    traits.subgroupSize = size;
    return inSubgroups(shader, traits, atLeast, invocations);
  };
  const ShaderKey variant{"some.subgroups", {1, 2}, true};
  EXPECT_EQ(chosen(8, 8, 64), variant);
  EXPECT_EQ(chosen(64, 8, 64), variant);
  EXPECT_EQ(chosen(0, 8, 64), shader);
  EXPECT_EQ(chosen(8, 16, 128), shader) << "too narrow";
  EXPECT_EQ(chosen(128, 8, 64), shader) << "wider than a workgroup";
}

// Two devices of made-up names.
PFN_vkGetPhysicalDeviceProperties2 propertiesForReal = nullptr;
PFN_vkEnumeratePhysicalDevices enumerateForReal = nullptr;
std::array<const char*, 2> madeUpNames;
std::size_t named = 0;

VkResult enumerateTwice(VkInstance instance, std::uint32_t* count, VkPhysicalDevice* devices) {
  std::uint32_t one = 1;
  if (devices != nullptr) {
    enumerateForReal(instance, &one, devices);
    devices[1] = devices[0];
  }
  *count = 2;
  return VK_SUCCESS;
}

void nameInTurn(VkPhysicalDevice device, VkPhysicalDeviceProperties2* properties) {
  propertiesForReal(device, properties);
  std::strcpy(properties->properties.deviceName, madeUpNames[named++ % 2]);
}

Result<DeviceInfo> findAmong(const char* first, const char* second, const char* wanted) {
  enumerateForReal = vkEnumeratePhysicalDevices;
  propertiesForReal = vkGetPhysicalDeviceProperties2;
  vkEnumeratePhysicalDevices = &enumerateTwice;
  vkGetPhysicalDeviceProperties2 = &nameInTurn;
  madeUpNames = {first, second};
  named = 0;
  Result<DeviceInfo> found = findDevice(wanted);
  vkGetPhysicalDeviceProperties2 = propertiesForReal;
  vkEnumeratePhysicalDevices = enumerateForReal;
  return found;
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

TEST_F(DeviceTest, IsFoundByItsIdentifier) {
  const auto found = findDevice(device()->traits().info.identifier());
  ASSERT_TRUE(found) << found.error().message();
  EXPECT_EQ(found->uuid, device()->traits().info.uuid);
}

TEST_F(DeviceTest, ANumberBeyondTheListIsAPartOfAName) {
  const auto found = findAmong("Swift 7900", "Nimble 4090", "4090");
  ASSERT_TRUE(found) << found.error().message();
  EXPECT_EQ(found->name, "Nimble 4090");
  const auto first = findAmong("Swift 7901", "Nimble 4090", "1");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->name, "Nimble 4090") << "one within the list is a number";
}

TEST_F(DeviceTest, AWholeNameComesBeforeAPartOfOne) {
  const auto whole = findAmong("Nimble 4090 Laptop", "Nimble 4090", "nimble 4090");
  ASSERT_TRUE(whole) << whole.error().message();
  EXPECT_EQ(whole->name, "Nimble 4090");
  const auto part = findAmong("Nimble 4090 Laptop", "Nimble 4090", "4090");
  ASSERT_FALSE(part);
  EXPECT_THAT(part.error().message(), HasSubstr("several"));
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
