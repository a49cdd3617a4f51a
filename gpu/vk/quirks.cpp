#include "gpu/vk/quirks.h"

namespace halftone::gpu {

void applyQuirks(DeviceTraits& traits) {
  // Doubles at 1/32 of the speed of floats and less: pairs of floats are as exact for sums, and faster. Servers' cards
  // (NVIDIA's A, H and B hundreds, AMD's Instinct) have them at half speed.
  const bool server =
      traits.info.name.find("H100") != std::string::npos || traits.info.name.find("H200") != std::string::npos ||
      traits.info.name.find("A100") != std::string::npos || traits.info.name.find("B200") != std::string::npos ||
      traits.info.name.find("Instinct") != std::string::npos;
  if (traits.info.kind != DeviceKind::Software && !server) traits.float64 = false;

  // MoltenVK has shaders translated to Metal, which has no doubles whatever the device says.
  if (traits.driver == VK_DRIVER_ID_MOLTENVK) traits.float64 = false;
}

}  // namespace halftone::gpu
