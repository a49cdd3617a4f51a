// VulkanBackend: a Backend on a Vulkan device. Decoding equals the CPU's. Encoding is the CPU's search restated; its
// error is within 0.1 % of the CPU's. Figures: counts are the CPU's, sums within 1e-6.
// Memory: slabsAtOnce() times what a slab takes on the device (see slab_budget.h), and as much for its transfers on the
// host.
// Thread-safety: as Backend.
#pragma once

#include <filesystem>
#include <memory>

#include "core/run/backend.h"
#include "gpu/vk/device_info.h"

namespace halftone::gpu {

// Where this user's prepared shaders are kept: below XDG_CACHE_HOME or ~/.cache, or the system's own place for such
// files; empty if there is none.
std::filesystem::path defaultCacheFolder();

// Opens the device and makes what a first slab needs. Shaders are prepared when a type is first met, which may take a
// second, and kept in `cacheFolder` (empty: not kept). Errors: NoDevice, DeviceMemory, DeviceFailed.
Result<std::unique_ptr<Backend>> openVulkanBackend(const DeviceInfo& device,
                                                   const std::filesystem::path& cacheFolder = defaultCacheFolder());

}  // namespace halftone::gpu
