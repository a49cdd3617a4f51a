// Instance: the process's one connection to Vulkan, made when first asked for.
// Thread-safety: may be used from any thread.
#pragma once

#include <string>
#include <vector>

#include "gpu/vk/api.h"

namespace halftone::gpu {

class Instance {
 public:
  // Errors: NoDevice (no Vulkan loader, no driver, or an instance could not be made). The outcome stays the same for
  // the life of the process. HALFTONE_VULKAN_VALIDATION=1 in the environment turns the validation layer on, and makes a
  // missing layer an error.
  static Result<const Instance*> get();

  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;
  ~Instance();

  VkInstance handle() const { return m_handle; }
  bool validates() const { return m_messenger != VK_NULL_HANDLE; }
  std::vector<VkPhysicalDevice> physicalDevices() const;

 private:
  Instance() = default;
  Status create();

  VkInstance m_handle = VK_NULL_HANDLE;
  VkDebugUtilsMessengerEXT m_messenger = VK_NULL_HANDLE;
};

// What the validation layer complained of so far, in order; at most the first hundred.
std::vector<std::string> validationMessages();

}  // namespace halftone::gpu
