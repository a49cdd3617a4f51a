#include "gpu/vk/quirks.h"

namespace halftone::gpu {

void applyQuirks(DeviceTraits& traits) {
  // Software drivers optimize a shader as a program: an unrolled search takes them seconds, for no gain.
  traits.keepsLoops = traits.info.kind == DeviceKind::Software;
}

}  // namespace halftone::gpu
