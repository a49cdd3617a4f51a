#include "gpu/ops/vulkan_backend.h"

#include <cstdlib>
#include <mutex>
#include <optional>
#include <utility>

#include "gpu/ops/decode.h"
#include "gpu/ops/encode.h"
#include "gpu/ops/lane_pool.h"
#include "gpu/ops/metrics.h"
#include "gpu/ops/slab_budget.h"
#include "gpu/ops/slots.h"
#include "gpu/ops/vulkan_backend_on.h"

namespace halftone::gpu {
namespace {

class VulkanBackend : public Backend {
 public:
  explicit VulkanBackend(std::shared_ptr<Pipelines> pipelines)
      : m_name(pipelines->device().name()),
        m_budget(slabBudget(pipelines->device().traits().info.memoryFree)),
        m_lanes(std::move(pipelines), m_budget.slabs) {}

  std::string name() const override { return m_name; }
  bool canRecode(TensorType sourceType, TensorType type, Effort effort) const override {
    return sourceType != type && canDecode(sourceType) && canDecode(type) && canEncode(type, effort);
  }
  std::size_t slabsAtOnce() const override { return m_lanes.most(); }
  std::size_t mostValues() const override { return m_budget.values; }
  Result<RecodeOutcome> recode(const RecodeJob& job) override;

 private:
  std::shared_ptr<const BinEdges> edgesFor(const AnalysisScale& scale);

  std::string m_name;
  SlabBudget m_budget;
  LanePool m_lanes;
  std::mutex m_mutex;  // of the last edges that were asked for: a tensor's slabs share them
  std::shared_ptr<const BinEdges> m_edges;
};

Error tooFine(const std::string& device) {
  return {ErrorCode::DeviceFailed, "binning errors", device,
          "they are too small beside the weights to be told apart there", "The CPU does these"};
}

std::size_t valuesOf(const RecodeJob& job) {
  const TensorTypeInfo& layout = *findTensorType(job.sourceType);
  return job.stored.size() / layout.blockBytes * layout.blockLength;
}

// The steps before the measures: what is stored becomes values, blocks and, if wanted, what they decode to.
void addRecoding(Lane& lane, const RecodeJob& job, std::size_t values, bool decode) {
  lane.upload(kStored, job.stored);
  if (!job.importance.empty()) lane.upload(kImportance, std::as_bytes(job.importance));
  addDecode(lane, job.sourceType, DecodeOf::Source, values);
  addEncode(lane, job.type, job.effort, {values / job.columns, job.columns, !job.importance.empty()});
  if (decode) addDecode(lane, job.type, DecodeOf::Encoded, values);
}

void addDownloads(Lane& lane, const RecodeJob& job) {
  if (!job.encoded.empty()) lane.download(kBlocks, job.encoded);
  if (!job.values.empty()) lane.download(kValues, std::as_writable_bytes(job.values));
  if (!job.decoded.empty()) lane.download(kDecoded, std::as_writable_bytes(job.decoded));
}

std::shared_ptr<const BinEdges> VulkanBackend::edgesFor(const AnalysisScale& scale) {
  const std::scoped_lock lock(m_mutex);
  if (m_edges == nullptr || !(m_edges->scale() == scale)) m_edges = std::make_shared<BinEdges>(scale);
  return m_edges;
}

Result<RecodeOutcome> VulkanBackend::recode(const RecodeJob& job) {
  const std::size_t values = valuesOf(job);
  if (values == 0) return RecodeOutcome{};
  const bool measured = job.errors != nullptr || job.first != nullptr || job.second != nullptr;
  const MetricsRows rows{values / job.columns, job.columns, job.firstRow,
                         job.firstColumn,      measured,    !job.importance.empty()};
  MetricsWanted wanted;
  wanted.counts = true;
  wanted.errors = job.errors != nullptr;
  wanted.first = job.first != nullptr;
  std::shared_ptr<const BinEdges> edges;
  if (job.second != nullptr) {
    edges = edgesFor(job.second->scale());
    if (!edges->usable()) return failure(tooFine(m_name));
    wanted.second = edges.get();
  }
  HALFTONE_TRY(LanePool::Lease lane, m_lanes.take());
  addRecoding(*lane, job, values, measured || !job.decoded.empty());
  SlabMetrics metrics(rows, wanted);
  metrics.addTo(*lane);
  addDownloads(*lane, job);
  HALFTONE_TRY_STATUS(lane->run());
  const SourceCounts counts = metrics.counts();
  if (counts.notFinite == 0) {
    if (job.errors != nullptr) job.errors->merge(metrics.errors());
    if (job.first != nullptr) job.first->merge(metrics.first());
    if (job.second != nullptr) job.second->merge(metrics.second());
  }
  return RecodeOutcome{counts.notFinite, counts.beyondF16};
}

std::optional<std::filesystem::path> folderIn(const char* variable) {
  const char* value = std::getenv(variable);
  if (value == nullptr || *value == '\0') return std::nullopt;
  return std::filesystem::path(value);
}

}  // namespace

std::unique_ptr<Backend> vulkanBackendOn(std::shared_ptr<Pipelines> pipelines) {
  return std::make_unique<VulkanBackend>(std::move(pipelines));
}

std::filesystem::path defaultCacheFolder() {
  if (const auto folder = folderIn("XDG_CACHE_HOME")) return *folder / "halftone";
  if (const auto folder = folderIn("LOCALAPPDATA")) return *folder / "halftone" / "cache";
  if (const auto home = folderIn("HOME")) return *home / ".cache" / "halftone";
  return {};
}

Result<std::unique_ptr<Backend>> openVulkanBackend(const DeviceInfo& info, const std::filesystem::path& cacheFolder) {
  HALFTONE_TRY(std::shared_ptr<Device> device, Device::open(info));
  HALFTONE_TRY(std::shared_ptr<Pipelines> pipelines, Pipelines::create(std::move(device), cacheFolder));
  return vulkanBackendOn(std::move(pipelines));
}

}  // namespace halftone::gpu
