// Pipelines: shaders made ready for a device, each once, and kept on disk for the next start.
// Thread-safety: may be used from any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "gpu/vk/device.h"

namespace halftone::gpu {

// All shaders see the same buffers, bindings 0 … kBindings − 1, and at most kMostParameters bytes of push constants.
inline constexpr std::uint32_t kBindings = 8;
inline constexpr std::uint32_t kMostParameters = 128;

// A shader and the numbers that it is specialised by, for constant_id 0, 1, …
struct ShaderKey {
  std::string name;
  std::vector<std::uint32_t> constants = {};
  bool wholeSubgroups = false;  // REQUIRES: workgroups are multiples of DeviceTraits::subgroupSize, which is not 0
  friend auto operator<=>(const ShaderKey&, const ShaderKey&) = default;
};

// The shader, or its variant for subgroups ("NAME.subgroups") where those of the device are at least as wide as the
// shader needs, `atLeast`, and fill its workgroups of `invocations`.
ShaderKey inSubgroups(ShaderKey shader, const DeviceTraits& traits, std::uint32_t atLeast, std::uint32_t invocations);

class Pipelines {
 public:
  // `cacheFolder` holds a file per device and driver; empty: nothing is kept. A file that is damaged or another
  // driver's is ignored. Errors: DeviceMemory, DeviceFailed.
  static Result<std::shared_ptr<Pipelines>> create(std::shared_ptr<Device> device,
                                                   const std::filesystem::path& cacheFolder);

  Pipelines(const Pipelines&) = delete;
  Pipelines& operator=(const Pipelines&) = delete;
  ~Pipelines();

  // Made when first asked for, which may take a second. Errors: DeviceFailed (no such shader, or the driver refuses
  // it), DeviceMemory.
  Result<VkPipeline> find(const ShaderKey& key);

  VkPipelineLayout layout() const { return m_layout; }
  VkDescriptorSetLayout buffersLayout() const { return m_buffersLayout; }
  Device& device() const { return *m_device; }
  const std::shared_ptr<Device>& sharedDevice() const { return m_device; }

  // Writes the cache's file if anything was made since. Failing to is no harm and is not told.
  void keep();

 private:
  explicit Pipelines(std::shared_ptr<Device> device) : m_device(std::move(device)) {}
  Status createLayouts();
  Status createCache(const std::filesystem::path& folder);
  Result<VkPipeline> make(const ShaderKey& key);

  std::shared_ptr<Device> m_device;
  VkDescriptorSetLayout m_buffersLayout = VK_NULL_HANDLE;
  VkPipelineLayout m_layout = VK_NULL_HANDLE;
  VkPipelineCache m_cache = VK_NULL_HANDLE;
  std::filesystem::path m_cacheFile;
  std::mutex m_mutex;  // of what follows
  std::map<ShaderKey, VkPipeline> m_made;
  bool m_changed = false;
};

}  // namespace halftone::gpu
