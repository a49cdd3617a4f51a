#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "core/base/text.h"
#include "core/base/within_memory.h"
#include "core/codec/codec.h"
#include "core/io/atomic_file.h"
#include "core/run/quantize.h"

namespace halftone {
namespace {

constexpr const char* kDoing = "preparing the export";

Status checkFormat(const Model& model) {
  if (model.format() == ModelFormat::Gguf) return {};
  return failure({ErrorCode::UnsupportedType, kDoing, model.path().filename().string(),
                  "exporting safetensors to GGUF is not possible yet; it can be viewed, planned and measured",
                  "Convert it with llama.cpp's convert_hf_to_gguf.py first, then open the GGUF"});
}

Status checkPlan(const Model& model, const Plan& plan) {
  std::size_t tensors = 0;
  for (const GgufLayout& shard : plan.shards) tensors += shard.tensors.size();
  const bool known = std::all_of(plan.entries.begin(), plan.entries.end(), [&](const PlanEntry& entry) {
    return entry.tensor.index() < model.tensors().size() && model.tensor(entry.tensor).shape == entry.shape &&
           model.tensor(entry.tensor).type == entry.sourceType;
  });
  if (known && !plan.shards.empty() && tensors == plan.entries.size()) return {};
  return failure({ErrorCode::InvalidArgument, kDoing, model.name(), "the plan was made for another model",
                  "Plan this model again"});
}

Status checkType(const Model& model, const PlanEntry& entry) {
  if (findCodec(entry.sourceType) == nullptr)
    return failure({ErrorCode::UnsupportedType, kDoing, "tensor " + model.tensor(entry.tensor).name,
                    fmt::format("its type, {}, is not known here ({})", tensorTypeName(entry.sourceType),
                                unknownTypeOrigin(entry.sourceType)),
                    "Use a file of this model in another type"});
  if (entry.type == entry.sourceType) return {};
  const Codec* codec = findCodec(entry.type);
  if (codec == nullptr || !codec->canEncode())
    return failure({ErrorCode::UnsupportedType, kDoing, "tensor " + entry.name,
                    fmt::format("{} is no type for weights", tensorTypeName(entry.type)),
                    "Choose a type such as q4_K, q8_0 or f16"});
  if (tensorBytes(entry.type, entry.shape.columns(), entry.shape.rows())) return {};
  return failure({ErrorCode::UnsupportedType, kDoing, "tensor " + entry.name,
                  fmt::format("its rows of {} values do not divide into blocks of {}", entry.shape.columns(),
                              tensorTypeName(entry.type)),
                  "Choose a type with shorter blocks, such as q8_0"});
}

Error sameFile(const std::filesystem::path& output, const std::filesystem::path& input) {
  return {ErrorCode::SameFile, kDoing, output.string(),
          fmt::format("it is the same file as {}, which is an input", input.string()), "Choose another name"};
}

// Through symbolic and hard links alike: the files are compared, not their names.
Status checkNoInput(const std::filesystem::path& output, const std::vector<std::filesystem::path>& inputs) {
  std::error_code missing;
  for (const std::filesystem::path& input : inputs)
    if (std::filesystem::equivalent(output, input, missing)) return failure(sameFile(output, input));
  return {};
}

std::vector<std::filesystem::path> inputsOf(const Model& model, const ImportanceMatrix* importance,
                                            const QuantizeOptions& options) {
  std::vector<std::filesystem::path> inputs = options.otherInputs;
  for (const auto& file : model.files()) inputs.push_back(file->path());
  if (importance != nullptr) inputs.push_back(importance->path());
  return inputs;
}

Status checkSpace(const std::filesystem::path& output, Bytes needed) {
  HALFTONE_TRY(const Bytes available, freeSpace(output));
  if (available >= needed) return {};
  return failure({ErrorCode::DiskFull, kDoing, output.string(),
                  fmt::format("the export takes {} and {} are free", formatBytes(needed), formatBytes(available)),
                  "Free some space, or choose another disk or a smaller preset"});
}

Status checkOutputs(const Model& model, const Plan& plan, const ImportanceMatrix* importance,
                    const QuantizeOptions& options) {
  const std::filesystem::path& output = options.output;
  if (!output.has_filename())
    return failure({ErrorCode::InvalidArgument, kDoing, output.string(), "it names no file", "Give the file a name"});
  const std::vector<std::filesystem::path> inputs = inputsOf(model, importance, options);
  for (std::size_t shard = 0; shard < plan.shards.size(); ++shard)
    HALFTONE_TRY_STATUS(checkNoInput(shardPath(output, shard, plan.shards.size()), inputs));
  // A probe of the folder: permissions, read-only disks and quotas are the system's to judge. It also clears what a
  // killed run has left there, which may be the space that this one needs.
  HALFTONE_TRY(const AtomicFile probe, AtomicFile::create(shardPath(output, 0, plan.shards.size()), Bytes{0}));
  return checkSpace(output, plan.fileBytes);
}

}  // namespace

Status checkQuantize(const Model& model, const Plan& plan, const ImportanceMatrix* importance,
                     const QuantizeOptions& options) {
  return withinMemory(kDoing, [&]() -> Status {
    HALFTONE_TRY_STATUS(checkFormat(model));
    HALFTONE_TRY_STATUS(checkPlan(model, plan));
    for (const PlanEntry& entry : plan.entries) HALFTONE_TRY_STATUS(checkType(model, entry));
    if (importance != nullptr) HALFTONE_TRY_STATUS(importance->checkFits(model));
    return checkOutputs(model, plan, importance, options);
  });
}

}  // namespace halftone
