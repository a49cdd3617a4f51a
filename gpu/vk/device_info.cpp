#include "gpu/vk/device_info.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

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

// The number that a text is.
std::optional<std::size_t> numberIn(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// All of them, or one, that `wanted` names; whole names before parts of names.
std::vector<DeviceInfo> fitting(const std::vector<DeviceInfo>& devices, std::string_view wanted) {
  if (const std::optional<std::size_t> number = numberIn(wanted); number && *number < devices.size())
    return {devices[*number]};
  const std::string low = lowered(wanted);
  std::vector<DeviceInfo> whole, part;
  for (const DeviceInfo& device : devices) {
    const std::string name = lowered(device.name);
    if (low == name || low == device.identifier())
      whole.push_back(device);
    else if (name.find(low) != std::string::npos)
      part.push_back(device);
  }
  return whole.empty() ? part : whole;
}

}  // namespace

std::string DeviceInfo::identifier() const {
  std::string digits;
  for (const std::uint8_t byte : uuid) digits += fmt::format("{:02x}", byte);
  return digits;
}

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
  HALFTONE_TRY(const std::vector<DeviceInfo> known, listDevices());
  const std::vector<DeviceInfo> devices = fitting(known, wanted);
  const std::string subject = fmt::format("device “{}”", wanted);
  if (devices.size() != 1)
    return failure(
        {ErrorCode::NoDevice, kDoing, subject,
         devices.empty() ? "there is none of that name or number" : "several are called that or have it in their names",
         listInWords(known)});
  if (!devices.front().usable())
    return failure({ErrorCode::NoDevice, kDoing, devices.front().name, devices.front().whyNot,
                    "The CPU does the same work; a newer graphics driver may help"});
  return devices.front();
}

}  // namespace halftone::gpu
