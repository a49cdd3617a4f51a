#include "app/cli/json_output.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/format/metadata.h"

namespace halftone::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kShownElements = 16;  // of a metadata list, unless all are asked for

// JSON has no infinity.
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json shapeJson(const Shape& shape) {
  Json dimensions = Json::array();
  for (std::uint32_t i = 0; i < std::max(shape.rank, 1u); ++i) dimensions.push_back(shape.dimensions[i]);
  return dimensions;
}

// Bytes that are no UTF-8 (a damaged tokenizer) are replaced rather than refused.
std::string text(const Json& json) { return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"; }

Json errorMetricsJson(const ErrorMetrics& error) {
  return {{"values", error.values},
          {"not_finite", error.notFinite},
          {"rmse", number(error.rmse)},
          {"relative_mse", number(error.relativeMse)},
          {"sqnr_db", number(error.sqnrDb)},
          {"cosine", number(error.cosine)},
          {"max_error", number(error.maxError)},
          {"bias", number(error.bias)},
          {"sign_lost", number(error.signLost)},
          {"sign_lost_energy", number(error.signLostEnergy)},
          {"sign_flipped", number(error.signFlipped)}};
}

Json measuredTensorJson(const MeasuredTensor& tensor) {
  Json json = {{"name", tensor.name}, {"type", tensorTypeName(tensor.type)}};
  json.update(errorMetricsJson(tensor.error));
  json["kurtosis"] = number(tensor.kurtosis);
  json["peak"] = number(tensor.peak);
  return json;
}

Json arrayJson(const MetadataArray& array, bool full) {
  Json elements = Json::array();
  std::visit(
      [&](const auto& values) {
        const std::size_t count = full ? values.size() : std::min(values.size(), kShownElements);
        for (std::size_t i = 0; i < count; ++i) {
          if constexpr (std::is_floating_point_v<std::decay_t<decltype(values[i])>>)
            elements.push_back(number(static_cast<double>(values[i])));
          else
            elements.push_back(values[i]);
        }
      },
      array.elements());
  return elements;
}

Json metadataJson(const MetadataEntry& entry, bool full) {
  Json json = {{"key", entry.key}, {"type", metadataTypeName(metadataType(entry.value))}};
  if (const MetadataArray* array = std::get_if<MetadataArray>(&entry.value)) {
    json["element_type"] = metadataTypeName(array->elementType());
    json["length"] = array->size();
    json["value"] = arrayJson(*array, full);
    return json;
  }
  std::visit(
      [&](const auto& value) {
        using Value = std::decay_t<decltype(value)>;
        if constexpr (std::is_floating_point_v<Value>)
          json["value"] = number(static_cast<double>(value));
        else if constexpr (!std::is_same_v<Value, MetadataArray>)
          json["value"] = value;
      },
      entry.value);
  return json;
}

Json hyperparametersJson(const Hyperparameters& numbers) {
  return {{"layers", numbers.layers},
          {"embedding", numbers.embedding},
          {"feed_forward", numbers.feedForward},
          {"heads", numbers.heads},
          {"key_value_heads", numbers.keyValueHeads},
          {"experts", numbers.experts},
          {"experts_used", numbers.expertsUsed},
          {"context_length", numbers.contextLength},
          {"vocabulary", numbers.vocabulary}};
}

}  // namespace

std::string planJson(const Plan& plan) {
  Json tensors = Json::array();
  for (const PlanEntry& entry : plan.entries)
    tensors.push_back({{"name", entry.name},
                       {"shape", shapeJson(entry.shape)},
                       {"source_type", tensorTypeName(entry.sourceType)},
                       {"type", tensorTypeName(entry.type)},
                       {"bytes", entry.bytes.count},
                       {"reason", entry.reason}});
  return text({{"tensors", std::move(tensors)},
               {"total_bytes", plan.totalBytes.count},
               {"file_bytes", plan.fileBytes.count},
               {"bits_per_weight", plan.bitsPerWeight()},
               {"effort", effortName(plan.effort)},
               {"fallbacks", plan.fallbacks},
               {"needs_importance", plan.needsImportance}});
}

std::string inspectJson(const Model& model, std::span<const TensorId> tensors,
                        std::span<const MetadataEntry* const> metadata, bool full) {
  Json json = {{"format", model.format() == ModelFormat::Gguf ? "gguf" : "safetensors"},
               {"version", model.version()},
               {"name", model.name()},
               {"architecture", model.hyperparameters().architecture},
               {"parameters", model.parameters()},
               {"tensor_bytes", model.tensorBytes().count},
               {"file_bytes", model.fileBytes().count},
               {"bits_per_weight", bitsPerWeight(model.tensorBytes(), model.parameters())},
               {"hyperparameters", hyperparametersJson(model.hyperparameters())},
               {"files", Json::array()},
               {"metadata", Json::array()},
               {"tensors", Json::array()}};
  for (const auto& file : model.files())
    json["files"].push_back({{"path", file->path().string()}, {"bytes", file->size().count}});
  for (const MetadataEntry* entry : metadata) json["metadata"].push_back(metadataJson(*entry, full));
  for (const TensorId id : tensors) {
    const TensorInfo& tensor = model.tensor(id);
    json["tensors"].push_back({{"name", tensor.name},
                               {"shape", shapeJson(tensor.shape)},
                               {"type", tensorTypeName(tensor.type)},
                               {"bytes", tensor.bytes.count},
                               {"file", tensor.file}});
  }
  return text(json);
}

std::string quantizeJson(const Plan& plan, const QuantizeReport& report) {
  Json files = Json::array();
  for (const std::filesystem::path& file : report.files) files.push_back(file.string());
  return text({{"files", std::move(files)},
               {"total_bytes", plan.totalBytes.count},
               {"file_bytes", report.fileBytes.count},
               {"bits_per_weight", plan.bitsPerWeight()},
               {"effort", effortName(plan.effort)},
               {"fallbacks", plan.fallbacks},
               {"needs_importance", plan.needsImportance},
               {"zeroed_values", report.zeroedValues},
               {"zeroed_tensors", report.zeroedTensors},
               {"saturated_values", report.saturatedValues},
               {"saturated_tensors", report.saturatedTensors},
               {"device", report.backend.name.empty() ? "cpu" : report.backend.name},
               {"slabs", report.slabs},
               {"device_slabs", report.backend.slabs},
               {"device_notes", report.backend.notes},
               {"seconds",
                {{"total", report.secondsTotal},
                 {"reading", report.secondsReading},
                 {"encoding", report.secondsEncoding},
                 {"writing", report.secondsWriting},
                 {"verifying", report.secondsVerifying}}}});
}

std::string devicesJson(std::span<const gpu::MeasuredDevice> devices) {
  Json list = Json::array();
  for (const gpu::MeasuredDevice& device : devices) {
    list.push_back({{"number", device.info.index},
                    {"name", device.info.name},
                    {"kind", gpu::deviceKindName(device.info.kind)},
                    {"driver", device.info.driver},
                    {"memory_bytes", device.info.memory.count},
                    {"free_memory_bytes", device.info.memoryFree.count},
                    {"shares_memory", device.info.sharesMemory},
                    {"usable", device.info.usable()},
                    {"why_not", device.info.whyNot}});
    if (!device.speed) continue;
    list.back()["measured_type"] = tensorTypeName(device.speed->type);
    list.back()["weights_per_second"] = device.speed->there;
    list.back()["cpu_weights_per_second"] = device.speed->here;
  }
  return text({{"devices", std::move(list)}});
}

std::string measuredJson(const MeasuredTensors& measured) {
  Json tensors = Json::array();
  for (const MeasuredTensor& tensor : measured.tensors) tensors.push_back(measuredTensorJson(tensor));
  Json json = {{"tensors", std::move(tensors)}, {"total", errorMetricsJson(measured.total)}};
  if (!measured.byType.empty()) {
    json["by_type"] = Json::array();
    for (const MeasuredType& total : measured.byType) {
      Json entry = {{"type", tensorTypeName(total.type)}};
      entry.update(errorMetricsJson(total.error));
      json["by_type"].push_back(std::move(entry));
    }
  }
  if (measured.onlyInOriginal) json["only_in_original"] = *measured.onlyInOriginal;
  if (measured.onlyInQuantized) json["only_in_quantized"] = *measured.onlyInQuantized;
  json["sampled"] = measured.total.sampled;
  return text(json);
}

std::string errorJson(const Error& error) {
  return text({{"error",
                {{"code", errorCodeName(error.code)},
                 {"message", error.message()},
                 {"subject", error.subject},
                 {"reason", error.reason},
                 {"advice", error.advice}}}});
}

}  // namespace halftone::cli
