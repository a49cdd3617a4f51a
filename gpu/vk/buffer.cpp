#include "gpu/vk/buffer.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "core/base/units.h"

namespace halftone::gpu {
namespace {

constexpr const char* kDoing = "reserving a GPU's memory";

struct Wish {
  VkMemoryPropertyFlags required;
  VkMemoryPropertyFlags preferred;
  VkMemoryPropertyFlags unwanted;
};

Wish wishOf(MemoryDomain domain, bool sharesMemory) {
  constexpr VkMemoryPropertyFlags kLocal = VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT;
  constexpr VkMemoryPropertyFlags kVisible = VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT;
  constexpr VkMemoryPropertyFlags kCached = VK_MEMORY_PROPERTY_HOST_CACHED_BIT;
  constexpr VkMemoryPropertyFlags kCoherent = VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
  switch (domain) {
    case MemoryDomain::Device: return sharesMemory ? Wish{kLocal, kVisible | kCached, 0} : Wish{kLocal, 0, kVisible};
    case MemoryDomain::Upload: return {kVisible, kCoherent, kLocal};
    case MemoryDomain::Readback: break;
  }
  return {kVisible, kCached | kCoherent, kLocal};
}

// The allowed type that has what is required and most of what is preferred.
std::optional<std::uint32_t> chooseMemory(const DeviceTraits& traits, std::uint32_t allowed, const Wish& wish) {
  std::optional<std::uint32_t> best;
  int bestScore = 0;
  for (std::uint32_t i = 0; i < traits.memory.memoryTypeCount; ++i) {
    const VkMemoryPropertyFlags has = traits.memory.memoryTypes[i].propertyFlags;
    if ((allowed >> i & 1U) == 0 || (has & wish.required) != wish.required) continue;
    const int score = 2 * __builtin_popcount(has & wish.preferred) - __builtin_popcount(has & wish.unwanted);
    if (best && score <= bestScore) continue;
    best = i;
    bestScore = score;
  }
  return best;
}

}  // namespace

Result<Buffer> Buffer::create(std::shared_ptr<Device> device, std::size_t bytes, MemoryDomain domain) {
  const DeviceTraits& traits = device->traits();
  const VolkDeviceTable& api = device->api();
  Buffer buffer;
  buffer.m_device = device;
  buffer.m_size = static_cast<std::size_t>(alignUp(std::max<std::size_t>(bytes, 4), 4));
  if (buffer.m_size > traits.largestBuffer)
    return failure(
        {ErrorCode::DeviceMemory, kDoing, device->name(),
         fmt::format("its shaders reach {} bytes of a buffer, and {} are needed", traits.largestBuffer, buffer.m_size),
         "The CPU does the same work"});
  auto info = blank<VkBufferCreateInfo>(VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO);
  info.size = buffer.m_size;
  info.usage = VK_BUFFER_USAGE_STORAGE_BUFFER_BIT | VK_BUFFER_USAGE_TRANSFER_SRC_BIT | VK_BUFFER_USAGE_TRANSFER_DST_BIT;
  HALFTONE_TRY_STATUS(device->check(api.vkCreateBuffer(device->handle(), &info, nullptr, &buffer.m_handle), kDoing));
  VkMemoryRequirements needs{};
  api.vkGetBufferMemoryRequirements(device->handle(), buffer.m_handle, &needs);
  const std::optional<std::uint32_t> type =
      chooseMemory(traits, needs.memoryTypeBits, wishOf(domain, traits.info.sharesMemory));
  if (!type) return failure(vulkanError(VK_ERROR_OUT_OF_DEVICE_MEMORY, kDoing, device->name()));
  const VkMemoryAllocateInfo memory{VK_STRUCTURE_TYPE_MEMORY_ALLOCATE_INFO, nullptr, needs.size, *type};
  HALFTONE_TRY_STATUS(
      device->check(api.vkAllocateMemory(device->handle(), &memory, nullptr, &buffer.m_memory), kDoing));
  HALFTONE_TRY_STATUS(
      device->check(api.vkBindBufferMemory(device->handle(), buffer.m_handle, buffer.m_memory, 0), kDoing));
  const VkMemoryPropertyFlags has = traits.memory.memoryTypes[*type].propertyFlags;
  buffer.m_coherent = (has & VK_MEMORY_PROPERTY_HOST_COHERENT_BIT) != 0;
  buffer.m_cached = (has & VK_MEMORY_PROPERTY_HOST_CACHED_BIT) != 0;
  // Memory of the device alone that the host happens to see is slow to read.
  const bool map = domain != MemoryDomain::Device || traits.info.sharesMemory;
  if (map && (has & VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT) != 0) {
    void* mapped = nullptr;
    HALFTONE_TRY_STATUS(device->check(api.vkMapMemory(device->handle(), buffer.m_memory, 0, VK_WHOLE_SIZE, 0, &mapped),
                                      "mapping a GPU's memory"));
    buffer.m_mapped = static_cast<std::byte*>(mapped);
  }
  return buffer;
}

Buffer::~Buffer() {
  if (m_device == nullptr || m_device->isAbandoned()) return;
  const VolkDeviceTable& api = m_device->api();
  if (m_handle != VK_NULL_HANDLE) api.vkDestroyBuffer(m_device->handle(), m_handle, nullptr);
  if (m_memory != VK_NULL_HANDLE) api.vkFreeMemory(m_device->handle(), m_memory, nullptr);
}

void Buffer::swap(Buffer& other) noexcept {
  std::swap(m_device, other.m_device);
  std::swap(m_handle, other.m_handle);
  std::swap(m_memory, other.m_memory);
  std::swap(m_mapped, other.m_mapped);
  std::swap(m_size, other.m_size);
  std::swap(m_coherent, other.m_coherent);
  std::swap(m_cached, other.m_cached);
}

VkMappedMemoryRange Buffer::rangeOf(std::size_t bytes) const {
  const std::uint64_t aligned = alignUp(bytes, m_device->traits().nonCoherentAtom);
  return {VK_STRUCTURE_TYPE_MAPPED_MEMORY_RANGE, nullptr, m_memory, 0, aligned < m_size ? aligned : VK_WHOLE_SIZE};
}

Status Buffer::flush(std::size_t bytes) {
  if (m_coherent || m_mapped == nullptr || bytes == 0) return {};
  const VkMappedMemoryRange range = rangeOf(bytes);
  return m_device->check(m_device->api().vkFlushMappedMemoryRanges(m_device->handle(), 1, &range),
                         "sending data to a GPU");
}

Status Buffer::invalidate(std::size_t bytes) {
  if (m_coherent || m_mapped == nullptr || bytes == 0) return {};
  const VkMappedMemoryRange range = rangeOf(bytes);
  return m_device->check(m_device->api().vkInvalidateMappedMemoryRanges(m_device->handle(), 1, &range),
                         "getting data from a GPU");
}

}  // namespace halftone::gpu
