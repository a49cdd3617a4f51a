// Which device encodes: the CPU alone, or a GPU beside it, as the user asks or as a measurement tells.
// Thread-safety: may run on any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/run/backend.h"
#include "core/run/backend_speed.h"
#include "gpu/vk/device_info.h"

namespace halftone::gpu {

inline constexpr std::string_view kCpuDevice = "cpu";
inline constexpr std::string_view kAutoDevice = "auto";

struct MeasuredDevice {
  DeviceInfo info;
  std::optional<EncodeSpeed> speed;  // nothing if it cannot be used
};

// All devices with their speeds; of one that cannot be used, info.whyNot says why. Errors: as listDevices().
Result<std::vector<MeasuredDevice>> measureDevices();

struct DeviceChoice {
  std::unique_ptr<Backend> backend;  // null: the CPU alone
  std::optional<EncodeSpeed> speed;  // of "auto": what decided
};

// "cpu"; "auto": the device that encodes fastest if it is faster than the CPU, software devices left out; else as
// findDevice() reads it. Errors: NoDevice and those of opening it, unless "auto", which takes the CPU then.
Result<DeviceChoice> chooseDevice(std::string_view wanted);

}  // namespace halftone::gpu
