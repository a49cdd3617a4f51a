// The Vulkan API as the rest of gpu/vk uses it: volk's function tables, and results as Errors.
// Thread-safety: pure functions.
#pragma once

#define VK_NO_PROTOTYPES
#include <volk.h>

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace halftone::gpu {

// One of Vulkan's structs with zeros but for its type and what is chained to it.
template <class Info>
Info blank(VkStructureType type, void* next = nullptr) {
  Info info{};
  info.sType = type;
  info.pNext = next;
  return info;
}

// A VkResult in words. `doing` as in Error; `device` is its name.
Error vulkanError(VkResult result, std::string_view doing, std::string_view device);

// Success, or the error of it.
Status checked(VkResult result, std::string_view doing, std::string_view device);

// "1.3.239"
std::string versionText(std::uint32_t version);

}  // namespace halftone::gpu
