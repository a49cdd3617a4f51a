// Buffer: bytes that shaders reach, in memory of a declared domain.
// Thread-safety: one thread at a time; different buffers from different threads.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "gpu/vk/device.h"

namespace halftone::gpu {

enum class MemoryDomain {
  Device,    // fastest for shaders; where the host shares it, mapped besides
  Upload,    // the host writes, the device reads
  Readback,  // the device writes, the host reads
};

class Buffer {
 public:
  // At least `bytes` bytes, whose content is undefined. Errors: DeviceMemory (also if shaders cannot reach that many in
  // one buffer), DeviceLost, DeviceFailed.
  static Result<Buffer> create(std::shared_ptr<Device> device, std::size_t bytes, MemoryDomain domain);

  Buffer() = default;
  Buffer(Buffer&& other) noexcept { swap(other); }
  Buffer& operator=(Buffer&& other) noexcept {
    Buffer moved(std::move(other));
    swap(moved);
    return *this;
  }
  ~Buffer();

  VkBuffer handle() const { return m_handle; }
  std::size_t size() const { return m_size; }
  // The host's view; empty where it has none. Memory that is not cached is fast to write and very slow to read.
  std::span<std::byte> mapped() const { return {m_mapped, m_mapped == nullptr ? 0 : m_size}; }
  bool isCached() const { return m_mapped != nullptr && m_cached; }

  // Before the device reads what the host wrote, and before the host reads what the device wrote.
  Status flush(std::size_t bytes);
  Status invalidate(std::size_t bytes);

 private:
  void swap(Buffer& other) noexcept;
  VkMappedMemoryRange rangeOf(std::size_t bytes) const;

  std::shared_ptr<Device> m_device;
  VkBuffer m_handle = VK_NULL_HANDLE;
  VkDeviceMemory m_memory = VK_NULL_HANDLE;
  std::byte* m_mapped = nullptr;
  std::size_t m_size = 0;
  bool m_coherent = true;
  bool m_cached = false;
};

}  // namespace halftone::gpu
