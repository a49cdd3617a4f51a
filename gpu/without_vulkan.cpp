// What a build without Vulkan answers: there is no GPU.
#include "gpu/ops/device_choice.h"
#include "gpu/ops/vulkan_backend.h"

namespace halftone::gpu {
namespace {

Error notBuilt() {
  return {ErrorCode::NoDevice, "looking for GPUs", "this program", "it was built without Vulkan",
          "The CPU does the same work"};
}

}  // namespace

std::string DeviceInfo::identifier() const { return {}; }
std::string_view deviceKindName(DeviceKind) { return "other"; }
Result<std::vector<DeviceInfo>> listDevices() { return failure(notBuilt()); }
Result<DeviceInfo> findDevice(std::string_view) { return failure(notBuilt()); }
std::filesystem::path defaultCacheFolder() { return {}; }
Result<std::unique_ptr<Backend>> openVulkanBackend(const DeviceInfo&, const std::filesystem::path&) {
  return failure(notBuilt());
}

}  // namespace halftone::gpu
