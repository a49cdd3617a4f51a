// DeviceInfo: what there is to compute on besides the CPU, in words for a list.
// Thread-safety: values; the functions may run on any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/units.h"

namespace halftone::gpu {

enum class DeviceKind { Discrete, Integrated, Virtual, Software, Other };

// "discrete GPU", "integrated GPU", …
std::string_view deviceKindName(DeviceKind kind);

struct DeviceInfo {
  std::size_t index = 0;  // among the system's devices, as long as the program runs
  std::string name;       // as the driver calls it
  DeviceKind kind = DeviceKind::Other;
  std::string driver;  // its name and version
  Bytes memory;        // of the largest heap that is the device's own, or shared with the host
  Bytes memoryFree;    // of it, for this process, when the device was listed; all of it where the driver does not tell
  bool sharesMemory = false;
  std::array<std::uint8_t, 16> uuid{};  // of the device, the same in every run
  std::string whyNot;                   // what keeps us from using it; empty if nothing does

  bool usable() const { return whyNot.empty(); }
  std::string identifier() const;  // the uuid in hexadecimal digits
};

// All Vulkan devices, in the system's order. Errors: NoDevice (Vulkan is not installed, or knows no device).
Result<std::vector<DeviceInfo>> listDevices();

// The device that `wanted` names: its number in the list (from 0), its identifier, its name, or, if no device is called
// exactly that, a part of its name ("4090"), whatever the case. Errors: NoDevice with the list in words, if none or
// several fit or the one cannot be used; and as listDevices().
Result<DeviceInfo> findDevice(std::string_view wanted);

}  // namespace halftone::gpu
