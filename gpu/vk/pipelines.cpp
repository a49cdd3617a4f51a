#include "gpu/vk/pipelines.h"

#include <array>

#include "gpu/vk/cache_file.h"
#include "gpu/vk/shader_code.h"

namespace halftone::gpu {
namespace {

constexpr const char* kDoing = "preparing shaders";

}  // namespace

ShaderKey inSubgroups(ShaderKey shader, const DeviceTraits& traits, std::uint32_t atLeast, std::uint32_t invocations) {
  const std::uint32_t size = traits.subgroupSize;
  if (size == 0 || size < atLeast || invocations % size != 0) return shader;
  shader.name += ".subgroups";
  shader.wholeSubgroups = true;
  return shader;
}

Result<std::shared_ptr<Pipelines>> Pipelines::create(std::shared_ptr<Device> device,
                                                     const std::filesystem::path& cacheFolder) {
  std::shared_ptr<Pipelines> pipelines(new Pipelines(std::move(device)));
  HALFTONE_TRY_STATUS(pipelines->createLayouts());
  HALFTONE_TRY_STATUS(pipelines->createCache(cacheFolder));
  return pipelines;
}

Status Pipelines::createLayouts() {
  const VolkDeviceTable& api = m_device->api();
  std::array<VkDescriptorSetLayoutBinding, kBindings> bindings{};
  for (std::uint32_t i = 0; i < kBindings; ++i)
    bindings[i] = {i, VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, 1, VK_SHADER_STAGE_COMPUTE_BIT, nullptr};
  auto buffers = blank<VkDescriptorSetLayoutCreateInfo>(VK_STRUCTURE_TYPE_DESCRIPTOR_SET_LAYOUT_CREATE_INFO);
  buffers.bindingCount = kBindings;
  buffers.pBindings = bindings.data();
  HALFTONE_TRY_STATUS(m_device->check(
      api.vkCreateDescriptorSetLayout(m_device->handle(), &buffers, nullptr, &m_buffersLayout), kDoing));
  const VkPushConstantRange parameters{VK_SHADER_STAGE_COMPUTE_BIT, 0, kMostParameters};
  auto layout = blank<VkPipelineLayoutCreateInfo>(VK_STRUCTURE_TYPE_PIPELINE_LAYOUT_CREATE_INFO);
  layout.setLayoutCount = 1;
  layout.pSetLayouts = &m_buffersLayout;
  layout.pushConstantRangeCount = 1;
  layout.pPushConstantRanges = &parameters;
  return m_device->check(api.vkCreatePipelineLayout(m_device->handle(), &layout, nullptr, &m_layout), kDoing);
}

Status Pipelines::createCache(const std::filesystem::path& folder) {
  std::vector<std::byte> kept;
  if (!folder.empty()) {
    m_cacheFile = cacheFileOf(m_device->traits(), folder);
    kept = readCacheFile(m_cacheFile, m_device->traits());
  }
  auto info = blank<VkPipelineCacheCreateInfo>(VK_STRUCTURE_TYPE_PIPELINE_CACHE_CREATE_INFO);
  info.initialDataSize = kept.size();
  info.pInitialData = kept.data();
  return m_device->check(m_device->api().vkCreatePipelineCache(m_device->handle(), &info, nullptr, &m_cache), kDoing);
}

Pipelines::~Pipelines() {
  if (m_device->isAbandoned()) return;
  keep();
  const VolkDeviceTable& api = m_device->api();
  for (const auto& [key, pipeline] : m_made) api.vkDestroyPipeline(m_device->handle(), pipeline, nullptr);
  if (m_cache != VK_NULL_HANDLE) api.vkDestroyPipelineCache(m_device->handle(), m_cache, nullptr);
  if (m_layout != VK_NULL_HANDLE) api.vkDestroyPipelineLayout(m_device->handle(), m_layout, nullptr);
  if (m_buffersLayout != VK_NULL_HANDLE) api.vkDestroyDescriptorSetLayout(m_device->handle(), m_buffersLayout, nullptr);
}

Result<VkPipeline> Pipelines::find(const ShaderKey& key) {
  const std::scoped_lock lock(m_mutex);
  if (const auto made = m_made.find(key); made != m_made.end()) return made->second;
  HALFTONE_TRY(const VkPipeline pipeline, make(key));
  m_made.emplace(key, pipeline);
  m_changed = true;
  return pipeline;
}

Result<VkPipeline> Pipelines::make(const ShaderKey& key) {
  const VolkDeviceTable& api = m_device->api();
  const std::span<const std::uint32_t> code = findShader(key.name);
  if (code.empty())
    return failure({ErrorCode::DeviceFailed, kDoing, m_device->name(), "there is no shader " + key.name, ""});
  auto moduleInfo = blank<VkShaderModuleCreateInfo>(VK_STRUCTURE_TYPE_SHADER_MODULE_CREATE_INFO);
  moduleInfo.codeSize = code.size_bytes();
  moduleInfo.pCode = code.data();
  VkShaderModule shader = VK_NULL_HANDLE;
  HALFTONE_TRY_STATUS(
      m_device->check(api.vkCreateShaderModule(m_device->handle(), &moduleInfo, nullptr, &shader), kDoing));
  std::vector<VkSpecializationMapEntry> entries;
  for (std::uint32_t i = 0; i < key.constants.size(); ++i) entries.push_back({i, i * 4, 4});
  const VkSpecializationInfo constants{static_cast<std::uint32_t>(entries.size()), entries.data(),
                                       key.constants.size() * 4, key.constants.data()};
  auto info = blank<VkComputePipelineCreateInfo>(VK_STRUCTURE_TYPE_COMPUTE_PIPELINE_CREATE_INFO);
  info.stage.sType = VK_STRUCTURE_TYPE_PIPELINE_SHADER_STAGE_CREATE_INFO;
  if (key.wholeSubgroups) info.stage.flags = VK_PIPELINE_SHADER_STAGE_CREATE_REQUIRE_FULL_SUBGROUPS_BIT_EXT;
  info.stage.stage = VK_SHADER_STAGE_COMPUTE_BIT;
  info.stage.module = shader;
  info.stage.pName = "main";
  info.stage.pSpecializationInfo = &constants;
  info.layout = m_layout;
  VkPipeline pipeline = VK_NULL_HANDLE;
  const VkResult result = api.vkCreateComputePipelines(m_device->handle(), m_cache, 1, &info, nullptr, &pipeline);
  api.vkDestroyShaderModule(m_device->handle(), shader, nullptr);
  HALFTONE_TRY_STATUS(m_device->check(result, "preparing shader " + key.name));
  return pipeline;
}

void Pipelines::keep() {
  const std::scoped_lock lock(m_mutex);
  if (!m_changed || m_cacheFile.empty()) return;
  const VolkDeviceTable& api = m_device->api();
  std::size_t size = 0;
  if (api.vkGetPipelineCacheData(m_device->handle(), m_cache, &size, nullptr) != VK_SUCCESS) return;
  std::vector<std::byte> bytes(size);
  if (api.vkGetPipelineCacheData(m_device->handle(), m_cache, &size, bytes.data()) != VK_SUCCESS) return;
  bytes.resize(size);
  if (writeCacheFile(m_cacheFile, bytes, m_device->traits())) m_changed = false;
}

}  // namespace halftone::gpu
