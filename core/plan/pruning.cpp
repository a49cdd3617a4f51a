#include "core/plan/pruning.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace halftone {
namespace {

std::set<std::uint32_t> layersOf(const Model& model) {
  std::set<std::uint32_t> layers;
  for (const TensorInfo& tensor : model.tensors())
    if (tensor.layer) layers.insert(tensor.layer->value);
  return layers;
}

Error cannotPrune(std::string subject, std::string reason, std::string advice) {
  return {ErrorCode::InvalidArgument, "leaving out layers", std::move(subject), std::move(reason), std::move(advice)};
}

}  // namespace

Result<Pruning> Pruning::create(const Model& model, std::span<const LayerIndex> layers) {
  Pruning pruning;
  if (layers.empty()) return pruning;
  const std::set<std::uint32_t> present = layersOf(model);
  std::set<std::uint32_t> pruned;
  for (const LayerIndex layer : layers) {
    if (present.count(layer.value) == 0)
      return failure(cannotPrune(
          fmt::format("layer {}", layer.value), "the model has no such layer",
          present.empty() ? "This model's tensors name no layers at all"
                          : fmt::format("Choose among layers {} to {}", *present.begin(), *present.rbegin())));
    pruned.insert(layer.value);
  }
  if (pruned.size() == present.size())
    return failure(cannotPrune("the list of layers", "no layer would be left", "Keep at least one"));
  pruning.m_pruned.assign(pruned.begin(), pruned.end());
  pruning.m_layers = std::max(model.hyperparameters().layers, std::uint64_t{*present.rbegin()} + 1);
  return pruning;
}

bool Pruning::drops(const TensorInfo& tensor) const {
  return tensor.layer && std::binary_search(m_pruned.begin(), m_pruned.end(), tensor.layer->value);
}

std::string Pruning::nameOf(const TensorInfo& tensor) const {
  if (!tensor.layer || m_pruned.empty()) return tensor.name;
  const std::uint32_t layer = tensor.layer->value;
  const auto before = std::lower_bound(m_pruned.begin(), m_pruned.end(), layer) - m_pruned.begin();
  const std::string number = fmt::format(".{}.", layer);
  const std::size_t at = tensor.name.find(number);
  if (before == 0 || at == std::string::npos) return tensor.name;
  std::string name = tensor.name;
  return name.replace(at, number.size(), fmt::format(".{}.", layer - static_cast<std::uint32_t>(before)));
}

void Pruning::apply(Metadata& metadata, std::string_view architecture) const {
  if (m_pruned.empty()) return;
  const std::string prefix = fmt::format("{}.", architecture);
  std::vector<MetadataEntry> shortened;
  for (const MetadataEntry& entry : metadata.entries()) {
    const MetadataArray* list = std::get_if<MetadataArray>(&entry.value);
    if (list == nullptr || list->size() != m_layers || !std::string_view(entry.key).starts_with(prefix)) continue;
    MetadataArray::Elements kept = list->elements();
    std::visit(
        [&](auto& elements) {
          for (auto layer = m_pruned.rbegin(); layer != m_pruned.rend(); ++layer)
            elements.erase(elements.begin() + static_cast<std::ptrdiff_t>(*layer));
        },
        kept);
    shortened.push_back({entry.key, MetadataArray(list->elementType(), std::move(kept))});
  }
  for (MetadataEntry& entry : shortened) metadata.set(entry.key, std::move(entry.value));
  metadata.set(prefix + "block_count", static_cast<std::uint32_t>(m_layers - m_pruned.size()));
}

}  // namespace halftone
