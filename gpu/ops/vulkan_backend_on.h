// The backend on a device that is open already.
// Thread-safety: may be called from any thread.
#pragma once

#include <memory>

#include "core/run/backend.h"
#include "gpu/vk/pipelines.h"

namespace halftone::gpu {

std::unique_ptr<Backend> vulkanBackendOn(std::shared_ptr<Pipelines> pipelines);

}  // namespace halftone::gpu
