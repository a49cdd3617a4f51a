// Quirks: what kinds of devices and drivers are to be spared. The only place that asks what a device is, not what it
// can.
// Thread-safety: pure functions.
#pragma once

#include "gpu/vk/device_traits.h"

namespace halftone::gpu {

// Completes `traits` by what its driver is known to do wrongly or slowly.
void applyQuirks(DeviceTraits& traits);

}  // namespace halftone::gpu
