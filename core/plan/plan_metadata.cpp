#include "core/plan/plan_metadata.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/format/gguf_reader.h"

namespace halftone {
namespace {

constexpr std::uint32_t kQuantizationVersion = 2;  // of the block formats, since 2023

std::uint32_t saturated(std::uint64_t count) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(count, std::numeric_limits<std::uint32_t>::max()));
}

// Keys that describe the file itself, not the model: the writer sets them.
bool isWriters(std::string_view key) { return key.starts_with("split.") || key == kGgufAlignmentKey; }

void dropSplitKeys(Metadata& metadata) {
  metadata.eraseIf([](const MetadataEntry& entry) { return std::string_view(entry.key).starts_with("split."); });
}

void recordImportance(Metadata& metadata, const ImportanceSummary& importance) {
  metadata.set("quantize.imatrix.file", importance.fileName);
  if (!importance.dataset.empty()) metadata.set("quantize.imatrix.dataset", importance.dataset);
  metadata.set("quantize.imatrix.entries_count", saturated(importance.entries));
  if (importance.chunks != 0) metadata.set("quantize.imatrix.chunks_count", saturated(importance.chunks));
}

}  // namespace

Result<Metadata> planMetadata(const Model& model, const PlanRequest& request, const Pruning& pruning) {
  Metadata metadata = model.metadata();
  dropSplitKeys(metadata);
  metadata.set("general.quantization_version", kQuantizationVersion);
  metadata.set("general.file_type", presetInfo(request.preset).fileType);
  pruning.apply(metadata, model.hyperparameters().architecture);
  if (request.importance) recordImportance(metadata, *request.importance);
  // Of a file that a GPU took part in: its codes can differ from the CPU's in the last place.
  if (request.backend.empty())
    metadata.erase("quantize.backend");
  else
    metadata.set("quantize.backend", request.backend + " and CPU");
  for (const MetadataEdit& edit : request.edits) {
    if (edit.key.empty() || isWriters(edit.key))
      return failure({ErrorCode::InvalidArgument, "editing the metadata", fmt::format("key {}", edit.key),
                      edit.key.empty() ? "a key cannot be empty" : "it describes the file itself and cannot be edited",
                      "Leave it out"});
    if (edit.value)
      metadata.set(edit.key, *edit.value);
    else
      metadata.erase(edit.key);
  }
  return metadata;
}

}  // namespace halftone
