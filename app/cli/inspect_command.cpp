#include <fmt/format.h>

#include <map>

#include "app/cli/json_output.h"
#include "app/cli/run_command.h"
#include "app/cli/table.h"
#include "app/cli/tensor_filter.h"
#include "core/base/text.h"

namespace halftone::cli {
namespace {

constexpr std::size_t kMetadataWidth = 100;

// "7.62 billion".
std::string countText(std::uint64_t count) {
  const auto value = static_cast<double>(count);
  if (count >= 1000000000) return fmt::format("{:.2f} billion", value / 1e9);
  if (count >= 1000000) return fmt::format("{:.2f} million", value / 1e6);
  return std::to_string(count);
}

std::string formatText(const Model& model) {
  const std::string files = model.files().size() == 1 ? "1 file" : fmt::format("{} files", model.files().size());
  if (model.format() == ModelFormat::Safetensors) return "safetensors, " + files;
  return fmt::format("GGUF version {}, {}", model.version(), files);
}

std::string architectureText(const Hyperparameters& numbers) {
  std::string text = numbers.architecture.empty() ? "unknown" : numbers.architecture;
  const auto add = [&text](std::uint64_t number, const char* words) {
    if (number != 0) text += fmt::format(", {} {}", number, words);
  };
  add(numbers.layers, "layers");
  add(numbers.embedding, "wide");
  add(numbers.heads, "heads");
  if (numbers.keyValueHeads != numbers.heads) add(numbers.keyValueHeads, "key-value heads");
  add(numbers.experts, "experts");
  if (numbers.experts != 0) add(numbers.expertsUsed, "used at a time");
  return text;
}

// "f16 × 43, f32 × 13".
std::string typesText(const Model& model) {
  std::map<TensorType, std::size_t> counts;
  for (const TensorInfo& tensor : model.tensors()) ++counts[tensor.type];
  std::string text;
  for (const auto& [type, count] : counts)
    text += fmt::format("{}{} × {}", text.empty() ? "" : ", ", tensorTypeName(type), count);
  return text;
}

std::string summary(const Model& model) {
  const double bits = bitsPerWeight(model.tensorBytes(), model.parameters());
  std::string text;
  const auto line = [&text](const char* title, const std::string& value) {
    text += fmt::format("{:<14}{}\n", title, printable(value));
  };
  line("name", model.name());
  line("format", formatText(model));
  for (const auto& file : model.files())
    line("file", fmt::format("{} ({})", file->path().string(), formatBytes(file->size())));
  line("architecture", architectureText(model.hyperparameters()));
  line("parameters", fmt::format("{} ({})", countText(model.parameters()), model.parameters()));
  line("size", fmt::format("{}, {:.2f} bits per weight", formatBytes(model.fileBytes()), bits));
  line("tensors", fmt::format("{}: {}", model.tensors().size(), typesText(model)));
  return text;
}

std::string metadataTable(std::span<const MetadataEntry* const> entries, bool full) {
  Table table({{"key"}, {"type"}, {"value"}});
  for (const MetadataEntry* entry : entries) {
    std::string type(metadataTypeName(metadataType(entry->value)));
    if (const MetadataArray* array = std::get_if<MetadataArray>(&entry->value))
      type = fmt::format("{} × {}", metadataTypeName(array->elementType()), array->size());
    const std::size_t width = full ? std::string::npos : kMetadataWidth;
    table.addRow({entry->key, std::move(type), metadataText(entry->value, width)});
  }
  return table.text();
}

std::string tensorTable(const Model& model, std::span<const TensorId> tensors) {
  Table table({{"tensor"}, {"shape"}, {"type"}, {"bytes", Table::Align::Right}});
  for (const TensorId id : tensors) {
    const TensorInfo& tensor = model.tensor(id);
    table.addRow({tensor.name, tensor.shape.text(), tensorTypeName(tensor.type), std::to_string(tensor.bytes.count)});
  }
  return table.text();
}

}  // namespace

Status runInspect(const InspectCommand& command, const Console& console) {
  HALFTONE_TRY(const std::shared_ptr<const Model> model, Model::open(command.file));
  HALFTONE_TRY(const std::vector<TensorId> tensors, matchingTensors(*model, command.tensorPattern));
  std::vector<const MetadataEntry*> metadata;
  for (const MetadataEntry& entry : model->metadata().entries())
    if (entry.key.find(command.metadataFilter) != std::string::npos) metadata.push_back(&entry);

  if (command.json) {
    console.print(inspectJson(*model, tensors, metadata, command.full));
    return {};
  }
  console.print(summary(*model));
  if (!metadata.empty()) console.print("\n" + metadataTable(metadata, command.full));
  console.print("\n" + tensorTable(*model, tensors));
  return {};
}

}  // namespace halftone::cli
