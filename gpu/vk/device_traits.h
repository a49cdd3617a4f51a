// DeviceTraits: what a device can do, as far as our shaders and buffers ask.
// Thread-safety: values; the function may run on any thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "gpu/vk/api.h"
#include "gpu/vk/device_info.h"

namespace halftone::gpu {

struct DeviceTraits {
  DeviceInfo info;
  VkPhysicalDevice handle = VK_NULL_HANDLE;
  std::array<std::uint8_t, VK_UUID_SIZE> cacheUuid{};  // changes with the driver: a pipeline cache is good for one

  static constexpr std::uint32_t kMostQueues = 4;  // that we use
  std::uint32_t queueFamily = 0;                   // that computes
  std::uint32_t queues = 1;                        // of it, for us
  std::uint32_t timestampBits = 0;                 // of that family; 0 = it has no timestamps
  double nanosecondsPerTick = 0;                   // of a timestamp
  std::uint64_t largestBuffer = 0;                 // bytes that a shader reaches in one buffer
  std::uint32_t workgroups = 0;                    // of a dispatch, in x
  std::uint64_t nonCoherentAtom = 1;               // bytes: to what flushes are aligned

  // What many devices have and none must: variants of shaders use it.
  std::uint32_t subgroupSize = 0;  // of all subgroups of a workgroup that is a multiple of it; 0: no operations of them
  bool storage8 = false;           // buffers of bytes
  bool storage16 = false;          // buffers of 16-bit numbers
  bool storesBytes() const { return storage8 && storage16; }

  bool keepsLoops = false;  // its driver takes long to compile: loops are to stay loops
  VkPhysicalDeviceMemoryProperties memory{};
};

// Whether the device has an extension of that name.
bool knowsExtension(VkPhysicalDevice device, std::string_view wanted);

// REQUIRES: `device` is of the process's instance. Where it lacks what we need, info.whyNot says so.
DeviceTraits readTraits(VkPhysicalDevice device, std::size_t index);

}  // namespace halftone::gpu
