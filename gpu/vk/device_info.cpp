#include "gpu/vk/device_info.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>

#include "gpu/vk/device_traits.h"
#include "gpu/vk/instance.h"

namespace halftone::gpu {
namespace {

constexpr const char* kDoing = "choosing a GPU";

std::string lowered(std::string_view text) {
  std::string low(text);
  std::transform(low.begin(), low.end(), low.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return low;
}

std::string listInWords(const std::vector<DeviceInfo>& devices) {
  std::string words;
  for (const DeviceInfo& device : devices)
    words += fmt::format("{}{} ({})", words.empty() ? "There is " : ", ", device.index, device.name);
  return words;
}

bool fits(const DeviceInfo& device, std::string_view wanted) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
  if (error == std::errc() && end == wanted.data() + wanted.size()) return number == device.index;
  return lowered(device.name).find(lowered(wanted)) != std::string::npos;
}

}  // namespace

std::string_view deviceKindName(DeviceKind kind) {
  switch (kind) {
    case DeviceKind::Discrete: return "discrete GPU";
    case DeviceKind::Integrated: return "integrated GPU";
    case DeviceKind::Virtual: return "virtual GPU";
    case DeviceKind::Software: return "software";
    case DeviceKind::Other: break;
  }
  return "other";
}

Result<std::vector<DeviceInfo>> listDevices() {
  HALFTONE_TRY(const Instance* instance, Instance::get());
  std::vector<DeviceInfo> devices;
  for (const VkPhysicalDevice device : instance->physicalDevices())
    devices.push_back(readTraits(device, devices.size()).info);
  if (devices.empty())
    return failure({ErrorCode::NoDevice, "looking for GPUs", "Vulkan", "it knows no device",
                    "The CPU does the same work; to use a GPU, install its Vulkan driver"});
  return devices;
}

Result<DeviceInfo> findDevice(std::string_view wanted) {
  HALFTONE_TRY(std::vector<DeviceInfo> devices, listDevices());
  const std::string words = listInWords(devices);
  devices.erase(std::remove_if(devices.begin(), devices.end(), [&](const DeviceInfo& d) { return !fits(d, wanted); }),
                devices.end());
  const std::string subject = fmt::format("device “{}”", wanted);
  if (devices.size() != 1)
    return failure({ErrorCode::NoDevice, kDoing, subject,
                    devices.empty() ? "there is none of that name or number" : "several have that in their name",
                    words});
  if (!devices.front().usable())
    return failure({ErrorCode::NoDevice, kDoing, devices.front().name, devices.front().whyNot,
                    "The CPU does the same work; a newer graphics driver may help"});
  return devices.front();
}

}  // namespace halftone::gpu
