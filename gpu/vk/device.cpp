#include "gpu/vk/device.h"

#include "gpu/vk/instance.h"

namespace halftone::gpu {
namespace {

constexpr const char* kDoing = "opening a GPU";

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
  constexpr VkPhysicalDeviceFeatures kNoFeatures{};
  // A device that conforms in part must be told that we know.
  constexpr const char* kPortability = "VK_KHR_portability_subset";
  const bool portability = knowsExtension(m_traits.handle, kPortability);
  auto info = blank<VkDeviceCreateInfo>(VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO);
  info.queueCreateInfoCount = 1;
  info.pQueueCreateInfos = &queue;
  info.enabledExtensionCount = portability ? 1 : 0;
  info.ppEnabledExtensionNames = &kPortability;
  info.pEnabledFeatures = &kNoFeatures;
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
