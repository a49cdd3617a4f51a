// Quirks: what drivers claim and do not keep. The only place that asks for a vendor or a driver.
// Thread-safety: pure functions.
#pragma once

#include "gpu/vk/device_traits.h"

namespace halftone::gpu {

// Takes back from `traits` what its driver is known to do wrongly or slowly.
void applyQuirks(DeviceTraits& traits);

}  // namespace halftone::gpu
