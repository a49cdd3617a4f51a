// Device: a logical device with its compute queues. Whatever is made of it keeps it alive.
// Thread-safety: const access and submit() from any thread.
#pragma once

#include <array>
#include <atomic>
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

  // For a device that does not end its work: it may use all that was made of it for ever, so nothing is destroyed or
  // waited for any more, and what there is lasts as long as the process.
  void abandon() { m_abandoned.store(true); }
  bool isAbandoned() const { return m_abandoned.load(); }

  // As checked(), with the device in the error.
  Status check(VkResult result, std::string_view doing) const;
  // A queue to keep to: all are given out in turn.
  std::size_t nextQueue() { return m_given.fetch_add(1) % m_traits.queues; }
  // Hands `commands` to a queue; `fence` tells of their end. Errors: DeviceLost, DeviceMemory, DeviceFailed.
  Status submit(std::size_t queue, VkCommandBuffer commands, VkFence fence);

 private:
  explicit Device(DeviceTraits traits) : m_traits(std::move(traits)) {}
  Status create();

  DeviceTraits m_traits;
  VkDevice m_handle = VK_NULL_HANDLE;
  VolkDeviceTable m_api{};
  struct Queue {
    VkQueue handle = VK_NULL_HANDLE;
    std::mutex submitting;
  };
  std::array<Queue, DeviceTraits::kMostQueues> m_queues;
  std::atomic<std::size_t> m_given = 0;
  std::atomic<bool> m_abandoned = false;
};

}  // namespace halftone::gpu
