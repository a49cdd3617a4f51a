#include "gpu/vk/device_traits.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "gpu/vk/instance.h"
#include "gpu/vk/quirks.h"

namespace halftone::gpu {
namespace {

// What the widest of our shaders asks for.
constexpr std::uint32_t kLeastSharedMemory = 16 * 1024;
constexpr std::uint32_t kLeastInvocations = 256;
constexpr std::uint32_t kLeastBuffers = 8;

DeviceKind kindOf(VkPhysicalDeviceType type) {
  switch (type) {
    case VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU: return DeviceKind::Discrete;
    case VK_PHYSICAL_DEVICE_TYPE_INTEGRATED_GPU: return DeviceKind::Integrated;
    case VK_PHYSICAL_DEVICE_TYPE_VIRTUAL_GPU: return DeviceKind::Virtual;
    case VK_PHYSICAL_DEVICE_TYPE_CPU: return DeviceKind::Software;
    default: return DeviceKind::Other;
  }
}

std::optional<std::uint32_t> findComputeQueue(VkPhysicalDevice device, DeviceTraits& traits) {
  std::uint32_t count = 0;
  vkGetPhysicalDeviceQueueFamilyProperties(device, &count, nullptr);
  std::vector<VkQueueFamilyProperties> families(count);
  vkGetPhysicalDeviceQueueFamilyProperties(device, &count, families.data());
  std::optional<std::uint32_t> found;
  for (std::uint32_t i = 0; i < count; ++i) {
    if ((families[i].queueFlags & VK_QUEUE_COMPUTE_BIT) == 0) continue;
    // One that does not also draw leaves the screen to the system.
    const bool computesOnly = (families[i].queueFlags & VK_QUEUE_GRAPHICS_BIT) == 0;
    if (found && !computesOnly) continue;
    found = i;
    traits.queues = std::min(families[i].queueCount, DeviceTraits::kMostQueues);
    traits.timestampBits = families[i].timestampValidBits;
    if (computesOnly) break;
  }
  return found;
}

// What the driver expects this process can have of a heap beyond what it has.
Bytes freeOf(VkPhysicalDevice device, const DeviceTraits& traits, std::uint32_t heap) {
  const std::uint64_t size = traits.memory.memoryHeaps[heap].size;
  if (!knowsExtension(device, VK_EXT_MEMORY_BUDGET_EXTENSION_NAME)) return {size};
  auto budget =
      blank<VkPhysicalDeviceMemoryBudgetPropertiesEXT>(VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_BUDGET_PROPERTIES_EXT);
  auto memory =
      blank<VkPhysicalDeviceMemoryProperties2>(VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_MEMORY_PROPERTIES_2, &budget);
  vkGetPhysicalDeviceMemoryProperties2(device, &memory);
  const std::uint64_t whole = budget.heapBudget[heap], used = budget.heapUsage[heap];
  return {std::min(size, whole > used ? whole - used : 0)};
}

void readMemory(VkPhysicalDevice device, DeviceTraits& traits) {
  vkGetPhysicalDeviceMemoryProperties(device, &traits.memory);
  for (std::uint32_t i = 0; i < traits.memory.memoryHeapCount; ++i) {
    const VkMemoryHeap& heap = traits.memory.memoryHeaps[i];
    if ((heap.flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT) == 0) continue;
    if (Bytes{heap.size} <= traits.info.memory) continue;
    traits.info.memory = {heap.size};
    traits.info.memoryFree = freeOf(device, traits, i);
  }
  traits.info.sharesMemory = traits.info.kind == DeviceKind::Integrated || traits.info.kind == DeviceKind::Software;
}

std::string whatIsMissing(const VkPhysicalDeviceLimits& limits, std::uint32_t version) {
  if (version < VK_API_VERSION_1_1)
    return fmt::format("its driver has Vulkan {}, and 1.1 is needed", versionText(version));
  if (limits.maxComputeSharedMemorySize < kLeastSharedMemory)
    return fmt::format("its workgroups share {} bytes, and {} are needed", limits.maxComputeSharedMemorySize,
                       kLeastSharedMemory);
  if (limits.maxComputeWorkGroupInvocations < kLeastInvocations)
    return fmt::format("its workgroups have {} invocations, and {} are needed", limits.maxComputeWorkGroupInvocations,
                       kLeastInvocations);
  if (limits.maxPerStageDescriptorStorageBuffers < kLeastBuffers)
    return fmt::format("its shaders reach {} buffers, and {} are needed", limits.maxPerStageDescriptorStorageBuffers,
                       kLeastBuffers);
  return {};
}

// Arithmetic and shuffles, and a promise that subgroups can be had whole: else the invocations of a workgroup lie in
// them as the driver likes.
void readSubgroups(VkPhysicalDevice device, const VkPhysicalDeviceSubgroupProperties& subgroups, DeviceTraits& traits) {
  if (!knowsExtension(device, VK_EXT_SUBGROUP_SIZE_CONTROL_EXTENSION_NAME)) return;
  auto control = blank<VkPhysicalDeviceSubgroupSizeControlFeaturesEXT>(
      VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_SIZE_CONTROL_FEATURES_EXT);
  auto features = blank<VkPhysicalDeviceFeatures2>(VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2, &control);
  vkGetPhysicalDeviceFeatures2(device, &features);
  constexpr VkSubgroupFeatureFlags kWanted =
      VK_SUBGROUP_FEATURE_BASIC_BIT | VK_SUBGROUP_FEATURE_ARITHMETIC_BIT | VK_SUBGROUP_FEATURE_SHUFFLE_BIT;
  const bool inShaders = (subgroups.supportedStages & VK_SHADER_STAGE_COMPUTE_BIT) != 0 &&
                         (subgroups.supportedOperations & kWanted) == kWanted;
  if (inShaders && control.computeFullSubgroups == VK_TRUE) traits.subgroupSize = subgroups.subgroupSize;
}

void readStorage(VkPhysicalDevice device, DeviceTraits& traits) {
  auto storage16 =
      blank<VkPhysicalDevice16BitStorageFeatures>(VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_16BIT_STORAGE_FEATURES);
  auto storage8 =
      blank<VkPhysicalDevice8BitStorageFeatures>(VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_8BIT_STORAGE_FEATURES, &storage16);
  const bool knows8 = knowsExtension(device, VK_KHR_8BIT_STORAGE_EXTENSION_NAME);
  auto features = blank<VkPhysicalDeviceFeatures2>(VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_FEATURES_2,
                                                   knows8 ? static_cast<void*>(&storage8) : &storage16);
  vkGetPhysicalDeviceFeatures2(device, &features);
  traits.storage8 = storage8.storageBuffer8BitAccess == VK_TRUE;
  traits.storage16 = storage16.storageBuffer16BitAccess == VK_TRUE;
}

}  // namespace

bool knowsExtension(VkPhysicalDevice device, std::string_view wanted) {
  std::uint32_t count = 0;
  vkEnumerateDeviceExtensionProperties(device, nullptr, &count, nullptr);
  std::vector<VkExtensionProperties> known(count);
  vkEnumerateDeviceExtensionProperties(device, nullptr, &count, known.data());
  for (const VkExtensionProperties& extension : known)
    if (extension.extensionName == wanted) return true;
  return false;
}

DeviceTraits readTraits(VkPhysicalDevice device, std::size_t index) {
  DeviceTraits traits;
  traits.handle = device;
  traits.info.index = index;
  auto driver = blank<VkPhysicalDeviceDriverProperties>(VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_DRIVER_PROPERTIES);
  auto subgroups =
      blank<VkPhysicalDeviceSubgroupProperties>(VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_PROPERTIES, &driver);
  auto identity = blank<VkPhysicalDeviceIDProperties>(VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_ID_PROPERTIES, &subgroups);
  auto properties = blank<VkPhysicalDeviceProperties2>(VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_PROPERTIES_2, &identity);
  vkGetPhysicalDeviceProperties2(device, &properties);

  const VkPhysicalDeviceProperties& basic = properties.properties;
  traits.info.name = basic.deviceName;
  traits.info.kind = kindOf(basic.deviceType);
  traits.info.driver = driver.driverName[0] == '\0' ? versionText(basic.driverVersion)
                                                    : fmt::format("{} {}", driver.driverName, driver.driverInfo);
  std::copy(std::begin(identity.deviceUUID), std::end(identity.deviceUUID), traits.info.uuid.begin());
  std::copy(std::begin(basic.pipelineCacheUUID), std::end(basic.pipelineCacheUUID), traits.cacheUuid.begin());
  traits.nanosecondsPerTick = static_cast<double>(basic.limits.timestampPeriod);
  traits.largestBuffer = basic.limits.maxStorageBufferRange;
  traits.workgroups = basic.limits.maxComputeWorkGroupCount[0];
  traits.nonCoherentAtom = basic.limits.nonCoherentAtomSize;
  readMemory(device, traits);
  traits.info.whyNot = whatIsMissing(basic.limits, basic.apiVersion);
  if (traits.info.usable()) {
    readSubgroups(device, subgroups, traits);
    readStorage(device, traits);
  }
  if (const std::optional<std::uint32_t> family = findComputeQueue(device, traits))
    traits.queueFamily = *family;
  else
    traits.info.whyNot = "it computes nothing but pictures";
  applyQuirks(traits);
  return traits;
}

}  // namespace halftone::gpu
