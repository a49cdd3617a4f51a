#include "gpu/vk/instance.h"

#include <cstdlib>
#include <memory>
#include <mutex>
#include <string_view>

namespace halftone::gpu {
namespace {

constexpr const char* kDoing = "looking for GPUs";
constexpr const char* kInstallDriver = "The CPU does the same work; to use a GPU, install its Vulkan driver";
constexpr const char* kLayer = "VK_LAYER_KHRONOS_validation";
constexpr std::size_t kMostMessages = 100;

struct Messages {
  std::mutex mutex;
  std::vector<std::string> texts;
};

Messages& messages() {
  static Messages all;
  return all;
}

VKAPI_ATTR VkBool32 VKAPI_CALL keepMessage(VkDebugUtilsMessageSeverityFlagBitsEXT, VkDebugUtilsMessageTypeFlagsEXT,
                                           const VkDebugUtilsMessengerCallbackDataEXT* data, void*) {
  Messages& kept = messages();
  const std::scoped_lock lock(kept.mutex);
  if (kept.texts.size() < kMostMessages) kept.texts.emplace_back(data->pMessage);
  return VK_FALSE;
}

bool validationWanted() {
  const char* wanted = std::getenv("HALFTONE_VULKAN_VALIDATION");
  return wanted != nullptr && std::string_view(wanted) == "1";
}

VkDebugUtilsMessengerCreateInfoEXT messengerInfo() {
  auto info = blank<VkDebugUtilsMessengerCreateInfoEXT>(VK_STRUCTURE_TYPE_DEBUG_UTILS_MESSENGER_CREATE_INFO_EXT);
  info.messageSeverity =
      VK_DEBUG_UTILS_MESSAGE_SEVERITY_WARNING_BIT_EXT | VK_DEBUG_UTILS_MESSAGE_SEVERITY_ERROR_BIT_EXT;
  info.messageType = VK_DEBUG_UTILS_MESSAGE_TYPE_VALIDATION_BIT_EXT;
  info.pfnUserCallback = &keepMessage;
  return info;
}

// Devices that conform in part are listed only to who asks for them.
std::vector<const char*> extensionsOf(bool validate) {
  std::vector<const char*> extensions;
  std::uint32_t count = 0;
  vkEnumerateInstanceExtensionProperties(nullptr, &count, nullptr);
  std::vector<VkExtensionProperties> known(count);
  vkEnumerateInstanceExtensionProperties(nullptr, &count, known.data());
  for (const VkExtensionProperties& extension : known)
    if (std::string_view(extension.extensionName) == VK_KHR_PORTABILITY_ENUMERATION_EXTENSION_NAME)
      extensions.push_back(VK_KHR_PORTABILITY_ENUMERATION_EXTENSION_NAME);
  if (validate) extensions.push_back(VK_EXT_DEBUG_UTILS_EXTENSION_NAME);
  return extensions;
}

}  // namespace

Status Instance::create() {
  if (volkInitialize() != VK_SUCCESS)
    return failure({ErrorCode::NoDevice, kDoing, "Vulkan", "it is not installed", kInstallDriver});
  const bool validate = validationWanted();
  const std::vector<const char*> extensions = extensionsOf(validate);
  const VkApplicationInfo application{
      VK_STRUCTURE_TYPE_APPLICATION_INFO, nullptr, "Halftone", 0, nullptr, 0, VK_API_VERSION_1_1};
  constexpr VkValidationFeatureEnableEXT kChecks[] = {VK_VALIDATION_FEATURE_ENABLE_SYNCHRONIZATION_VALIDATION_EXT};
  const VkDebugUtilsMessengerCreateInfoEXT messenger = messengerInfo();
  VkValidationFeaturesEXT features{VK_STRUCTURE_TYPE_VALIDATION_FEATURES_EXT, &messenger, 1, kChecks, 0, nullptr};
  auto info = blank<VkInstanceCreateInfo>(VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO);
  info.pNext = validate ? &features : nullptr;
  for (const char* extension : extensions)
    if (std::string_view(extension) == VK_KHR_PORTABILITY_ENUMERATION_EXTENSION_NAME)
      info.flags |= VK_INSTANCE_CREATE_ENUMERATE_PORTABILITY_BIT_KHR;
  info.pApplicationInfo = &application;
  info.enabledLayerCount = validate ? 1 : 0;
  info.ppEnabledLayerNames = &kLayer;
  info.enabledExtensionCount = static_cast<std::uint32_t>(extensions.size());
  info.ppEnabledExtensionNames = extensions.data();
  const VkResult created = vkCreateInstance(&info, nullptr, &m_handle);
  if (created == VK_ERROR_INCOMPATIBLE_DRIVER)
    return failure({ErrorCode::NoDevice, kDoing, "Vulkan", "it has no driver", kInstallDriver});
  HALFTONE_TRY_STATUS(checked(created, kDoing, "Vulkan"));
  volkLoadInstanceOnly(m_handle);
  if (validate)
    HALFTONE_TRY_STATUS(
        checked(vkCreateDebugUtilsMessengerEXT(m_handle, &messenger, nullptr, &m_messenger), kDoing, "Vulkan"));
  return {};
}

Result<const Instance*> Instance::get() {
  static const Result<std::shared_ptr<Instance>> instance = []() -> Result<std::shared_ptr<Instance>> {
    messages();  // outlives the instance, which may have something to say when it ends
    std::shared_ptr<Instance> made(new Instance);
    HALFTONE_TRY_STATUS(made->create());
    return made;
  }();
  if (!instance) return failure(instance.error());
  return instance->get();
}

Instance::~Instance() {
  if (m_messenger != VK_NULL_HANDLE) vkDestroyDebugUtilsMessengerEXT(m_handle, m_messenger, nullptr);
  if (m_handle != VK_NULL_HANDLE) vkDestroyInstance(m_handle, nullptr);
}

std::vector<VkPhysicalDevice> Instance::physicalDevices() const {
  std::uint32_t count = 0;
  vkEnumeratePhysicalDevices(m_handle, &count, nullptr);
  std::vector<VkPhysicalDevice> devices(count);
  if (vkEnumeratePhysicalDevices(m_handle, &count, devices.data()) < 0) count = 0;
  devices.resize(count);
  return devices;
}

std::vector<std::string> validationMessages() {
  Messages& kept = messages();
  const std::scoped_lock lock(kept.mutex);
  return kept.texts;
}

}  // namespace halftone::gpu
