// CacheFile: what a driver made of our shaders, on disk.
// Thread-safety: the functions may run on any thread; of two that write the same file one wins.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

#include "gpu/vk/device_traits.h"

namespace halftone::gpu {

// The file for a device and its driver in `folder`.
std::filesystem::path cacheFileOf(const DeviceTraits& traits, const std::filesystem::path& folder);

// The bytes of `file` if it is whole and was made by this device and driver; else none. Drivers check as well, but not
// all of them well.
std::vector<std::byte> readCacheFile(const std::filesystem::path& file, const DeviceTraits& traits);

// Replaces `file`, making its folder. Errors: CannotWrite, DiskFull.
Status writeCacheFile(const std::filesystem::path& file, std::span<const std::byte> cache, const DeviceTraits& traits);

}  // namespace halftone::gpu
