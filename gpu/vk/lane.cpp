#include "gpu/vk/lane.h"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "core/base/units.h"

namespace halftone::gpu {
namespace {

constexpr const char* kDoing = "preparing a GPU's work";
// Beyond this a driver is taken to hang. The longest step of ours takes well below a second on the slowest device.
constexpr std::uint64_t kMostNanoseconds = std::uint64_t{120} * 1'000'000'000;
constexpr VkPipelineStageFlags kWorking = VK_PIPELINE_STAGE_COMPUTE_SHADER_BIT | VK_PIPELINE_STAGE_TRANSFER_BIT;
constexpr VkAccessFlags kReadOrWritten =
    VK_ACCESS_SHADER_READ_BIT | VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_TRANSFER_READ_BIT | VK_ACCESS_TRANSFER_WRITE_BIT;
constexpr std::uint32_t kAllBindings = (1U << kBindings) - 1;
// The times that are taken: of the start, the first dispatch, the end of the last, the end.
constexpr std::uint32_t kStamps = 4;

}  // namespace

Result<std::unique_ptr<Lane>> Lane::create(std::shared_ptr<Pipelines> pipelines) {
  std::unique_ptr<Lane> lane(new Lane(std::move(pipelines)));
  HALFTONE_TRY_STATUS(lane->create());
  return lane;
}

Status Lane::create() {
  const VolkDeviceTable& api = m_device.api();
  auto pool = blank<VkCommandPoolCreateInfo>(VK_STRUCTURE_TYPE_COMMAND_POOL_CREATE_INFO);
  pool.flags = VK_COMMAND_POOL_CREATE_TRANSIENT_BIT;
  pool.queueFamilyIndex = m_device.traits().queueFamily;
  HALFTONE_TRY_STATUS(
      m_device.check(api.vkCreateCommandPool(m_device.handle(), &pool, nullptr, &m_commandPool), kDoing));
  const VkCommandBufferAllocateInfo commands{VK_STRUCTURE_TYPE_COMMAND_BUFFER_ALLOCATE_INFO, nullptr, m_commandPool,
                                             VK_COMMAND_BUFFER_LEVEL_PRIMARY, 1};
  HALFTONE_TRY_STATUS(m_device.check(api.vkAllocateCommandBuffers(m_device.handle(), &commands, &m_commands), kDoing));
  auto fence = blank<VkFenceCreateInfo>(VK_STRUCTURE_TYPE_FENCE_CREATE_INFO);
  HALFTONE_TRY_STATUS(m_device.check(api.vkCreateFence(m_device.handle(), &fence, nullptr, &m_fence), kDoing));
  if (m_device.traits().timestampBits > 0) {
    auto stamps = blank<VkQueryPoolCreateInfo>(VK_STRUCTURE_TYPE_QUERY_POOL_CREATE_INFO);
    stamps.queryType = VK_QUERY_TYPE_TIMESTAMP;
    stamps.queryCount = kStamps;
    HALFTONE_TRY_STATUS(m_device.check(api.vkCreateQueryPool(m_device.handle(), &stamps, nullptr, &m_stamps), kDoing));
  }
  HALFTONE_TRY_STATUS(restoreBuffers());
  return createDescriptors();
}

Status Lane::createDescriptors() {
  const VolkDeviceTable& api = m_device.api();
  const VkDescriptorPoolSize size{VK_DESCRIPTOR_TYPE_STORAGE_BUFFER, kBindings};
  auto pool = blank<VkDescriptorPoolCreateInfo>(VK_STRUCTURE_TYPE_DESCRIPTOR_POOL_CREATE_INFO);
  pool.maxSets = 1;
  pool.poolSizeCount = 1;
  pool.pPoolSizes = &size;
  HALFTONE_TRY_STATUS(
      m_device.check(api.vkCreateDescriptorPool(m_device.handle(), &pool, nullptr, &m_descriptorPool), kDoing));
  const VkDescriptorSetLayout layout = m_pipelines->buffersLayout();
  const VkDescriptorSetAllocateInfo set{VK_STRUCTURE_TYPE_DESCRIPTOR_SET_ALLOCATE_INFO, nullptr, m_descriptorPool, 1,
                                        &layout};
  return m_device.check(api.vkAllocateDescriptorSets(m_device.handle(), &set, &m_buffers), kDoing);
}

Lane::~Lane() {
  const VolkDeviceTable& api = m_device.api();
  if (m_device.isAbandoned()) return;
  if (m_fence != VK_NULL_HANDLE) api.vkDestroyFence(m_device.handle(), m_fence, nullptr);
  if (m_stamps != VK_NULL_HANDLE) api.vkDestroyQueryPool(m_device.handle(), m_stamps, nullptr);
  if (m_descriptorPool != VK_NULL_HANDLE) api.vkDestroyDescriptorPool(m_device.handle(), m_descriptorPool, nullptr);
  if (m_commandPool != VK_NULL_HANDLE) api.vkDestroyCommandPool(m_device.handle(), m_commandPool, nullptr);
}

void Lane::note(Status status) {
  if (m_status && !status) m_status = std::move(status);
}

Status Lane::hold(Buffer& buffer, std::size_t bytes, MemoryDomain domain) {
  if (buffer.size() >= bytes && buffer.size() > 0) return {};
  buffer = Buffer();
  HALFTONE_TRY(buffer, Buffer::create(m_pipelines->sharedDevice(), bytes, domain));
  m_rebind = m_rebind || domain == MemoryDomain::Device;
  return {};
}

void Lane::reserve(std::uint32_t binding, std::size_t bytes) {
  assert(binding < kBindings);
  if (m_status) note(hold(m_bindings[binding].buffer, bytes, MemoryDomain::Device));
}

Status Lane::stage(Binding& binding, std::span<const std::byte> bytes) {
  const bool direct = !binding.buffer.mapped().empty();
  if (!direct) HALFTONE_TRY_STATUS(hold(binding.staging[0], bytes.size(), MemoryDomain::Upload));
  Buffer& target = direct ? binding.buffer : binding.staging[0];
  std::memcpy(target.mapped().data(), bytes.data(), bytes.size());
  return target.flush(bytes.size());
}

void Lane::upload(std::uint32_t binding, std::span<const std::byte> bytes) {
  reserve(binding, bytes.size());
  if (!m_status || bytes.empty()) return;
  note(stage(m_bindings[binding], bytes));
  if (m_bindings[binding].buffer.mapped().empty()) m_steps.push_back({Kind::Upload, binding, bytes.size()});
}

void Lane::clear(std::uint32_t binding, std::size_t bytes) {
  const std::size_t rounded = static_cast<std::size_t>(alignUp(bytes, 4));
  reserve(binding, rounded);
  if (bytes > 0) m_steps.push_back({Kind::Clear, binding, rounded});
}

void Lane::dispatch(const ShaderKey& shader, std::uint64_t groups, std::span<const std::byte> parameters) {
  assert(parameters.size() <= kMostParameters && parameters.size() % 4 == 0);
  if (!m_status || groups == 0) return;
  const Result<VkPipeline> pipeline = m_pipelines->find(shader);
  if (!pipeline) return note(failure(pipeline.error()));
  Step step{Kind::Dispatch, 0, parameters.size(), *pipeline, groups};
  std::copy(parameters.begin(), parameters.end(), step.parameters.begin());
  m_steps.push_back(step);
}

void Lane::download(std::uint32_t binding, std::span<std::byte> bytes) {
  reserve(binding, bytes.size());
  if (!m_status || bytes.empty()) return;
  Binding& bound = m_bindings[binding];
  bound.wanted = bytes;
  if (bound.buffer.isCached()) return;
  note(hold(bound.staging[1], bytes.size(), MemoryDomain::Readback));
  m_steps.push_back({Kind::Download, binding, bytes.size()});
}

Status Lane::run() {
  Status done = std::move(m_status);
  if (done) done = record();
  if (done) done = submitAndWait();
  if (done) done = finishDownloads();
  m_failed = m_failed || !done;
  forget();
  if (!done && done.error().code == ErrorCode::DeviceLost) m_status = done;
  return done;
}

// Also after a failure all bindings have buffers: one that could not grow is gone.
Status Lane::restoreBuffers() {
  for (Binding& binding : m_bindings) HALFTONE_TRY_STATUS(hold(binding.buffer, 4, MemoryDomain::Device));
  return {};
}

void Lane::forget() {
  m_status = {};
  m_steps.clear();
  for (Binding& binding : m_bindings) binding.wanted = {};
}

void Lane::bindBuffers() {
  if (!m_rebind) return;
  std::array<VkDescriptorBufferInfo, kBindings> buffers{};
  std::array<VkWriteDescriptorSet, kBindings> writes{};
  for (std::uint32_t i = 0; i < kBindings; ++i) {
    buffers[i] = {m_bindings[i].buffer.handle(), 0, VK_WHOLE_SIZE};
    writes[i] = {VK_STRUCTURE_TYPE_WRITE_DESCRIPTOR_SET, nullptr, m_buffers,   i,      0, 1,
                 VK_DESCRIPTOR_TYPE_STORAGE_BUFFER,      nullptr, &buffers[i], nullptr};
  }
  m_device.api().vkUpdateDescriptorSets(m_device.handle(), kBindings, writes.data(), 0, nullptr);
  m_rebind = false;
}

void Lane::barrier(VkPipelineStageFlags before, VkPipelineStageFlags after, VkAccessFlags reading) {
  const VkMemoryBarrier all{VK_STRUCTURE_TYPE_MEMORY_BARRIER, nullptr,
                            VK_ACCESS_SHADER_WRITE_BIT | VK_ACCESS_TRANSFER_WRITE_BIT, reading};
  m_device.api().vkCmdPipelineBarrier(m_commands, before, after, 0, 1, &all, 0, nullptr, 0, nullptr);
}

void Lane::stamp(std::uint32_t index) {
  if (m_stamps == VK_NULL_HANDLE) return;
  m_device.api().vkCmdWriteTimestamp(m_commands, VK_PIPELINE_STAGE_BOTTOM_OF_PIPE_BIT, m_stamps, index);
}

Status Lane::record() {
  const VolkDeviceTable& api = m_device.api();
  HALFTONE_TRY_STATUS(restoreBuffers());
  bindBuffers();
  HALFTONE_TRY_STATUS(m_device.check(api.vkResetCommandPool(m_device.handle(), m_commandPool, 0), kDoing));
  auto begin = blank<VkCommandBufferBeginInfo>(VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO);
  begin.flags = VK_COMMAND_BUFFER_USAGE_ONE_TIME_SUBMIT_BIT;
  HALFTONE_TRY_STATUS(m_device.check(api.vkBeginCommandBuffer(m_commands, &begin), kDoing));
  if (m_stamps != VK_NULL_HANDLE) api.vkCmdResetQueryPool(m_commands, m_stamps, 0, kStamps);
  api.vkCmdBindDescriptorSets(m_commands, VK_PIPELINE_BIND_POINT_COMPUTE, m_pipelines->layout(), 0, 1, &m_buffers, 0,
                              nullptr);
  const auto isDispatch = [](const Step& step) { return step.kind == Kind::Dispatch; };
  const auto first = std::find_if(m_steps.begin(), m_steps.end(), isDispatch);
  const auto last = std::find_if(m_steps.rbegin(), m_steps.rend(), isDispatch).base();
  stamp(0);
  // Bindings, since the last barrier. Steps see what earlier runs wrote as well, so the first waits for one too.
  std::uint32_t touched = kAllBindings;
  for (auto step = m_steps.begin(); step != m_steps.end(); ++step) {
    const std::uint32_t uses = isDispatch(*step) ? kAllBindings : 1U << step->binding;
    if ((touched & uses) != 0) {
      barrier(kWorking, kWorking, kReadOrWritten);
      touched = 0;
    }
    touched |= uses;
    if (step == first) stamp(1);
    recordStep(*step);
    if (step + 1 == last) stamp(2);
  }
  if (first == m_steps.end()) {
    stamp(1);
    stamp(2);
  }
  barrier(kWorking, VK_PIPELINE_STAGE_HOST_BIT, VK_ACCESS_HOST_READ_BIT);
  stamp(3);
  return m_device.check(api.vkEndCommandBuffer(m_commands), kDoing);
}

void Lane::recordStep(const Step& step) {
  const VolkDeviceTable& api = m_device.api();
  Binding& binding = m_bindings[step.binding];
  const VkBufferCopy all{0, 0, step.bytes};
  switch (step.kind) {
    case Kind::Upload:
      return api.vkCmdCopyBuffer(m_commands, binding.staging[0].handle(), binding.buffer.handle(), 1, &all);
    case Kind::Download:
      return api.vkCmdCopyBuffer(m_commands, binding.buffer.handle(), binding.staging[1].handle(), 1, &all);
    case Kind::Clear: return api.vkCmdFillBuffer(m_commands, binding.buffer.handle(), 0, step.bytes, 0);
    case Kind::Dispatch: return recordDispatch(step);
  }
}

void Lane::recordDispatch(const Step& step) {
  const VolkDeviceTable& api = m_device.api();
  api.vkCmdBindPipeline(m_commands, VK_PIPELINE_BIND_POINT_COMPUTE, step.pipeline);
  if (step.bytes > 0)
    api.vkCmdPushConstants(m_commands, m_pipelines->layout(), VK_SHADER_STAGE_COMPUTE_BIT, 0,
                           static_cast<std::uint32_t>(step.bytes), step.parameters.data());
  const std::uint64_t across = std::min<std::uint64_t>(step.groups, m_device.traits().workgroups);
  const std::uint64_t down = (step.groups + across - 1) / across;
  api.vkCmdDispatch(m_commands, static_cast<std::uint32_t>(across), static_cast<std::uint32_t>(down), 1);
}

Status Lane::submitAndWait() {
  const VolkDeviceTable& api = m_device.api();
  HALFTONE_TRY_STATUS(m_device.check(api.vkResetFences(m_device.handle(), 1, &m_fence), kDoing));
  HALFTONE_TRY_STATUS(m_device.submit(m_queue, m_commands, m_fence));
  const VkResult ended = api.vkWaitForFences(m_device.handle(), 1, &m_fence, VK_TRUE, kMostNanoseconds);
  if (ended == VK_TIMEOUT) m_device.abandon();
  HALFTONE_TRY_STATUS(m_device.check(ended, "waiting for a GPU"));
  readTimes();
  return {};
}

Status Lane::finishDownloads() {
  for (Binding& binding : m_bindings) {
    if (binding.wanted.empty()) continue;
    Buffer& from = binding.buffer.isCached() ? binding.buffer : binding.staging[1];
    HALFTONE_TRY_STATUS(from.invalidate(binding.wanted.size()));
    std::memcpy(binding.wanted.data(), from.mapped().data(), binding.wanted.size());
  }
  return {};
}

void Lane::readTimes() {
  m_times = {};
  if (m_stamps == VK_NULL_HANDLE) return;
  std::array<std::uint64_t, kStamps> ticks{};
  if (m_device.api().vkGetQueryPoolResults(m_device.handle(), m_stamps, 0, kStamps, sizeof(ticks), ticks.data(),
                                           sizeof(ticks[0]), VK_QUERY_RESULT_64_BIT) != VK_SUCCESS)
    return;
  const std::uint32_t bits = m_device.traits().timestampBits;
  const std::uint64_t mask = bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
  const auto between = [&](std::size_t from, std::size_t to) {
    return static_cast<double>((ticks[to] - ticks[from]) & mask) * m_device.traits().nanosecondsPerTick * 1e-9;
  };
  m_times = {between(0, 3), between(1, 2)};
}

std::size_t Lane::bytesHeld() const {
  std::size_t bytes = 0;
  for (const Binding& binding : m_bindings)
    bytes += binding.buffer.size() + binding.staging[0].size() + binding.staging[1].size();
  return bytes;
}

}  // namespace halftone::gpu
