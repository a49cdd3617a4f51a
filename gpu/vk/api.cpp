#include "gpu/vk/api.h"

#include <fmt/format.h>

namespace halftone::gpu {
namespace {

ErrorCode codeOf(VkResult result) {
  switch (result) {
    case VK_ERROR_DEVICE_LOST:
    case VK_TIMEOUT: return ErrorCode::DeviceLost;
    case VK_ERROR_OUT_OF_DEVICE_MEMORY:
    case VK_ERROR_OUT_OF_HOST_MEMORY:
    case VK_ERROR_OUT_OF_POOL_MEMORY: return ErrorCode::DeviceMemory;
    case VK_ERROR_INCOMPATIBLE_DRIVER:
    case VK_ERROR_EXTENSION_NOT_PRESENT:
    case VK_ERROR_FEATURE_NOT_PRESENT:
    case VK_ERROR_LAYER_NOT_PRESENT: return ErrorCode::NoDevice;
    default: return ErrorCode::DeviceFailed;
  }
}

std::string reasonOf(VkResult result) {
  switch (result) {
    case VK_ERROR_DEVICE_LOST: return "the GPU stopped answering";
    case VK_TIMEOUT: return "the GPU did not finish in time";
    case VK_ERROR_OUT_OF_DEVICE_MEMORY: return "the GPU has no memory left";
    case VK_ERROR_OUT_OF_HOST_MEMORY:
    case VK_ERROR_OUT_OF_POOL_MEMORY: return "its driver has no memory left";
    case VK_ERROR_INCOMPATIBLE_DRIVER: return "there is no Vulkan driver";
    case VK_ERROR_EXTENSION_NOT_PRESENT:
    case VK_ERROR_FEATURE_NOT_PRESENT: return "its driver lacks a feature that it claimed";
    case VK_ERROR_LAYER_NOT_PRESENT: return "the validation layer is not installed";
    default: return fmt::format("its driver answered with VkResult {}", static_cast<int>(result));
  }
}

}  // namespace

Error vulkanError(VkResult result, std::string_view doing, std::string_view device) {
  return {codeOf(result), std::string(doing), std::string(device), reasonOf(result),
          "The CPU does the same work; a newer graphics driver may help"};
}

Status checked(VkResult result, std::string_view doing, std::string_view device) {
  if (result == VK_SUCCESS) return {};
  return failure(vulkanError(result, doing, device));
}

std::string versionText(std::uint32_t version) {
  return fmt::format("{}.{}.{}", VK_API_VERSION_MAJOR(version), VK_API_VERSION_MINOR(version),
                     VK_API_VERSION_PATCH(version));
}

}  // namespace halftone::gpu
