// Lane: one flow of work on a device: a buffer at each binding that shaders see, and steps that are listed, run and
// waited for. Several lanes on several threads overlap transfers with computing: they have queues of their own as far
// as the device has as many, for in one queue each step's barrier waits for all that was given to it before.
//
//   lane.upload(kValues, bytes);  lane.dispatch(shader, groups, parameters);  lane.download(kBlocks, out);
//   Status done = lane.run();   // `out` is filled
//
// Each step sees what the ones before it wrote. The first that fails is told by run(), and then nothing is run.
// Thread-safety: one thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "gpu/vk/buffer.h"
#include "gpu/vk/pipelines.h"

namespace halftone::gpu {

class Lane {
 public:
  // Errors: DeviceMemory, DeviceFailed.
  static Result<std::unique_ptr<Lane>> create(std::shared_ptr<Pipelines> pipelines);

  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;
  ~Lane();

  // The buffer at `binding` holds at least `bytes`. What it held is kept unless it grows. REQUIRES: before the
  // binding's other steps.
  void reserve(std::uint32_t binding, std::size_t bytes);
  // The first bytes of `binding` become these. They are taken before the call returns. REQUIRES: once per run().
  void upload(std::uint32_t binding, std::span<const std::byte> bytes);
  // The first `bytes` bytes of `binding`, rounded up to 4, become zeros.
  void clear(std::uint32_t binding, std::size_t bytes);
  // `groups` workgroups. More than a device takes in x are laid out in y as well: shaders count gl_WorkGroupID.x +
  // gl_WorkGroupID.y·gl_NumWorkGroups.x and leave beyond their number. `parameters`: the push constants, a multiple
  // of 4 bytes.
  void dispatch(const ShaderKey& shader, std::uint64_t groups, std::span<const std::byte> parameters);
  // After run() `bytes` are the first of `binding`. They outlive run(). REQUIRES: once per binding and run().
  void download(std::uint32_t binding, std::span<std::byte> bytes);

  // Takes the steps, waits for their end, and begins anew, also after a failure other than DeviceLost, which stays.
  // Errors: DeviceLost, DeviceMemory, DeviceFailed.
  Status run();
  // Whether the lane is as a piece of work is to find it: nothing is listed, and no run() has failed, which may have
  // left buffers without what they were to hold.
  bool isSound() const { return m_steps.empty() && m_status && !m_failed; }

  // Of the last run(), by the device's clock: all of it, and from the first dispatch to the end of the last; 0 where
  // the device has no clock.
  struct Times {
    double seconds = 0;
    double secondsComputing = 0;
  };
  Times lastTimes() const { return m_times; }
  std::size_t bytesHeld() const;  // of all buffers
  const DeviceTraits& traits() const { return m_device.traits(); }

 private:
  enum class Kind { Upload, Clear, Dispatch, Download };
  struct Step {
    Kind kind;
    std::uint32_t binding = 0;
    std::size_t bytes = 0;
    VkPipeline pipeline = VK_NULL_HANDLE;
    std::uint64_t groups = 0;
    std::array<std::byte, kMostParameters> parameters{};
  };
  struct Binding {
    Buffer buffer;
    Buffer staging[2];  // to it and from it; empty where the host writes, or reads, the buffer itself
    std::span<std::byte> wanted;
  };

  explicit Lane(std::shared_ptr<Pipelines> pipelines)
      : m_pipelines(std::move(pipelines)), m_device(m_pipelines->device()), m_queue(m_device.nextQueue()) {}
  Status create();
  Status createDescriptors();
  Status hold(Buffer& buffer, std::size_t bytes, MemoryDomain domain);
  Status stage(Binding& binding, std::span<const std::byte> bytes);
  Status restoreBuffers();
  Status record();
  void recordStep(const Step& step);
  void recordDispatch(const Step& step);
  void bindBuffers();
  void barrier(VkPipelineStageFlags before, VkPipelineStageFlags after, VkAccessFlags reading);
  void stamp(std::uint32_t index);
  Status submitAndWait();
  Status finishDownloads();
  void readTimes();
  void note(Status status);
  void forget();

  std::shared_ptr<Pipelines> m_pipelines;
  Device& m_device;
  const std::size_t m_queue;
  VkCommandPool m_commandPool = VK_NULL_HANDLE;
  VkCommandBuffer m_commands = VK_NULL_HANDLE;
  VkDescriptorPool m_descriptorPool = VK_NULL_HANDLE;
  VkDescriptorSet m_buffers = VK_NULL_HANDLE;
  VkQueryPool m_stamps = VK_NULL_HANDLE;
  VkFence m_fence = VK_NULL_HANDLE;
  std::array<Binding, kBindings> m_bindings;
  std::vector<Step> m_steps;
  Status m_status;        // the first failure of the steps listed
  bool m_failed = false;  // a run()
  bool m_rebind = true;   // a buffer was exchanged since the descriptor set was written
  Times m_times;
};

}  // namespace halftone::gpu
