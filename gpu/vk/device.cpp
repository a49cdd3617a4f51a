#include "gpu/vk/device.h"

#include <utility>
#include <vector>

#include "gpu/vk/instance.h"

namespace halftone::gpu {
namespace {

constexpr const char* kDoing = "opening a GPU";

// What a device is asked for beyond what each has: as much as its traits say that it has of it.
class Wishes {
 public:
  explicit Wishes(const DeviceTraits& traits) {
    m_storage16.storageBuffer16BitAccess = traits.storage16 ? VK_TRUE : VK_FALSE;
    if (traits.storage8) {
      m_storage8.storageBuffer8BitAccess = VK_TRUE;
      ask(VK_KHR_8BIT_STORAGE_EXTENSION_NAME, m_storage8);
    }
    if (traits.subgroupSize != 0) {
      m_subgroups.computeFullSubgroups = VK_TRUE;
      ask(VK_EXT_SUBGROUP_SIZE_CONTROL_EXTENSION_NAME, m_subgroups);
    }
    // A device that conforms in part must be told that we know.
    constexpr const char* kPortability = "VK_KHR_portability_subset";
    if (knowsExtension(traits.handle, kPortability)) m_extensions.push_back(kPortability);
  }
  Wishes(const Wishes&) = delete;
  Wishes& operator=(const Wishes&) = delete;

  void addTo(VkDeviceCreateInfo& info) {
    info.pNext = &m_storage16;
    info.enabledExtensionCount = static_cast<std::uint32_t>(m_extensions.size());
    info.ppEnabledExtensionNames = m_extensions.data();
    info.pEnabledFeatures = &m_noOthers;
  }

 private:
  template <class Features>
  void ask(const char* extension, Features& features) {
    m_extensions.push_back(extension);
    features.pNext = std::exchange(m_storage16.pNext, &features);
  }

  std::vector<const char*> m_extensions;
  VkPhysicalDevice16BitStorageFeatures m_storage16 =
      blank<VkPhysicalDevice16BitStorageFeatures>(VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_16BIT_STORAGE_FEATURES);
  VkPhysicalDevice8BitStorageFeatures m_storage8 =
      blank<VkPhysicalDevice8BitStorageFeatures>(VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_8BIT_STORAGE_FEATURES);
  VkPhysicalDeviceSubgroupSizeControlFeaturesEXT m_subgroups = blank<VkPhysicalDeviceSubgroupSizeControlFeaturesEXT>(
      VK_STRUCTURE_TYPE_PHYSICAL_DEVICE_SUBGROUP_SIZE_CONTROL_FEATURES_EXT);
  VkPhysicalDeviceFeatures m_noOthers{};
};

}  // namespace

Result<std::shared_ptr<Device>> Device::open(const DeviceInfo& info) {
  HALFTONE_TRY(const Instance* instance, Instance::get());
  const std::vector<VkPhysicalDevice> known = instance->physicalDevices();
  if (info.index >= known.size())
    return failure({ErrorCode::NoDevice, kDoing, info.name, "it is gone", "List the devices again"});
  DeviceTraits traits = readTraits(known[info.index], info.index);
  if (!traits.info.usable())
    return failure({ErrorCode::NoDevice, kDoing, traits.info.name, traits.info.whyNot, "The CPU does the same work"});
  std::shared_ptr<Device> device(new Device(std::move(traits)));
  HALFTONE_TRY_STATUS(device->create());
  return device;
}

Status Device::create() {
  std::array<float, DeviceTraits::kMostQueues> priorities{};
  priorities.fill(1.0F);
  auto queue = blank<VkDeviceQueueCreateInfo>(VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO);
  queue.queueFamilyIndex = m_traits.queueFamily;
  queue.queueCount = m_traits.queues;
  queue.pQueuePriorities = priorities.data();
  Wishes wishes(m_traits);
  auto info = blank<VkDeviceCreateInfo>(VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO);
  info.queueCreateInfoCount = 1;
  info.pQueueCreateInfos = &queue;
  wishes.addTo(info);
  HALFTONE_TRY_STATUS(check(vkCreateDevice(m_traits.handle, &info, nullptr, &m_handle), kDoing));
  volkLoadDeviceTable(&m_api, m_handle);
  for (std::uint32_t i = 0; i < m_traits.queues; ++i)
    m_api.vkGetDeviceQueue(m_handle, m_traits.queueFamily, i, &m_queues[i].handle);
  return {};
}

Device::~Device() {
  if (m_handle == VK_NULL_HANDLE || isAbandoned()) return;
  m_api.vkDeviceWaitIdle(m_handle);
  m_api.vkDestroyDevice(m_handle, nullptr);
}

Status Device::check(VkResult result, std::string_view doing) const { return checked(result, doing, name()); }

Status Device::submit(std::size_t queue, VkCommandBuffer commands, VkFence fence) {
  auto info = blank<VkSubmitInfo>(VK_STRUCTURE_TYPE_SUBMIT_INFO);
  info.commandBufferCount = 1;
  info.pCommandBuffers = &commands;
  const std::scoped_lock lock(m_queues[queue].submitting);
  return check(m_api.vkQueueSubmit(m_queues[queue].handle, 1, &info, fence), "giving a GPU work");
}

}  // namespace halftone::gpu
