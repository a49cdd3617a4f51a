#include "gpu/ops/device_choice.h"

#include <utility>

#include "gpu/ops/vulkan_backend.h"

namespace halftone::gpu {
namespace {

struct Opened {
  std::unique_ptr<Backend> backend;
  EncodeSpeed speed;
};

Result<Opened> openAndMeasure(const DeviceInfo& info) {
  HALFTONE_TRY(std::unique_ptr<Backend> backend, openVulkanBackend(info));
  HALFTONE_TRY(const EncodeSpeed speed, measureEncodeSpeed(*backend));
  return Opened{std::move(backend), speed};
}

DeviceChoice chooseByMeasuring() {
  DeviceChoice choice;
  const Result<std::vector<DeviceInfo>> devices = listDevices();
  if (!devices) return choice;
  double fastest = 0;
  for (const DeviceInfo& info : *devices) {
    if (!info.usable() || info.kind == DeviceKind::Software) continue;
    Result<Opened> opened = openAndMeasure(info);
    if (!opened || opened->speed.there <= opened->speed.here || opened->speed.there <= fastest) continue;
    fastest = opened->speed.there;
    choice = {std::move(opened->backend), opened->speed};
  }
  return choice;
}

}  // namespace

Result<std::vector<MeasuredDevice>> measureDevices() {
  HALFTONE_TRY(const std::vector<DeviceInfo> devices, listDevices());
  std::vector<MeasuredDevice> measured;
  for (const DeviceInfo& info : devices) {
    measured.push_back({info, {}});
    if (!info.usable()) continue;
    if (const Result<Opened> opened = openAndMeasure(info))
      measured.back().speed = opened->speed;
    else
      measured.back().info.whyNot = opened.error().reason;
  }
  return measured;
}

Result<DeviceChoice> chooseDevice(std::string_view wanted) {
  if (wanted == kCpuDevice) return DeviceChoice{};
  if (wanted == kAutoDevice) return chooseByMeasuring();
  HALFTONE_TRY(const DeviceInfo info, findDevice(wanted));
  DeviceChoice choice;
  HALFTONE_TRY(choice.backend, openVulkanBackend(info));
  return choice;
}

}  // namespace halftone::gpu
