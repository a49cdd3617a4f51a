// Device: a logical device with one compute queue. Whatever is made of it keeps it alive.
// Thread-safety: const access and submit() from any thread.
#pragma once

#include <memory>
#include <mutex>

#include "gpu/vk/api.h"
#include "gpu/vk/device_traits.h"

namespace halftone::gpu {

class Device {
 public:
  // Errors: NoDevice, DeviceMemory, DeviceFailed; if the device cannot be used, what its info says.
  static Result<std::shared_ptr<Device>> open(const DeviceInfo& info);

  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;
  ~Device();

  const DeviceTraits& traits() const { return m_traits; }
  const std::string& name() const { return m_traits.info.name; }
  VkDevice handle() const { return m_handle; }
  const VolkDeviceTable& api() const { return m_api; }
  // The table can be exchanged entry by entry, to see what happens when a call fails, and the traits changed to those
  // of a lesser device. REQUIRES: nothing is running; traits: nothing was made of the device yet.
  VolkDeviceTable& api() { return m_api; }
  DeviceTraits& traits() { return m_traits; }

  // As checked(), with the device in the error.
  Status check(VkResult result, std::string_view doing) const;
  // Hands `commands` to the queue; `fence` tells of their end. Errors: DeviceLost, DeviceMemory, DeviceFailed.
  Status submit(VkCommandBuffer commands, VkFence fence);

 private:
  explicit Device(DeviceTraits traits) : m_traits(std::move(traits)) {}
  Status create();

  DeviceTraits m_traits;
  VkDevice m_handle = VK_NULL_HANDLE;
  VolkDeviceTable m_api{};
  VkQueue m_queue = VK_NULL_HANDLE;
  std::mutex m_submitting;
};

}  // namespace halftone::gpu
