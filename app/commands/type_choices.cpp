#include "app/commands/type_choices.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "core/plan/plan.h"

namespace halftone::app {

namespace {

struct UsualTypes {
  int bits;
  std::array<TensorType, 2> types;  // preferred first
};

// What people mean by "n bits".
constexpr std::array<UsualTypes, 8> kUsual = {{
    {1, {TensorType::IQ1_M, TensorType::IQ1_S}},
    {2, {TensorType::Q2_K, TensorType::Q2_0}},
    {3, {TensorType::Q3_K, TensorType::IQ3_S}},
    {4, {TensorType::Q4_K, TensorType::Q4_0}},
    {5, {TensorType::Q5_K, TensorType::Q5_0}},
    {6, {TensorType::Q6_K, TensorType::Q6_K}},
    {8, {TensorType::Q8_0, TensorType::Q8_0}},
    {16, {TensorType::F16, TensorType::BF16}},
}};

// The bits that a type is named after: 4 for q4_1, which takes 5 with its scales.
int nominalBits(const TensorTypeInfo& info) {
  const std::size_t digit = info.name.find_first_of("123456789");
  if (info.quantized && digit != std::string_view::npos) return info.name[digit] - '0';
  return static_cast<int>(std::floor(info.bitsPerWeight()));
}

double bitsOf(TensorType type) {
  const TensorTypeInfo* info = findTensorType(type);
  return info == nullptr ? 0 : info->bitsPerWeight();
}

}  // namespace

std::vector<TypeGroup> encodableTypesByBits() {
  std::vector<TypeGroup> groups;
  for (const TensorType type : encodableTypes()) {
    const int bits = nominalBits(*findTensorType(type));
    auto group = std::find_if(groups.begin(), groups.end(), [bits](const TypeGroup& g) { return g.bits == bits; });
    if (group == groups.end()) group = groups.insert(group, TypeGroup{bits, {}, type});
    group->types.push_back(type);
  }
  for (TypeGroup& group : groups)
    for (const UsualTypes& usual : kUsual)
      if (usual.bits == group.bits) group.usual = usual.types.front();
  std::sort(groups.begin(), groups.end(), [](const TypeGroup& a, const TypeGroup& b) { return a.bits < b.bits; });
  return groups;
}

std::vector<TensorType> typesFor(const Model& model, std::span<const TensorId> tensors) {
  std::vector<TensorType> types = encodableTypes();
  std::erase_if(types, [&](TensorType type) {
    return std::none_of(tensors.begin(), tensors.end(),
                        [&](TensorId id) { return whyNotType(model.tensor(id), type).empty(); });
  });
  return types;
}

bool hasUsualType(int bits) {
  return std::any_of(kUsual.begin(), kUsual.end(), [bits](const UsualTypes& usual) { return usual.bits == bits; });
}

std::optional<TensorType> usualType(int bits, const TensorInfo& tensor) {
  for (const UsualTypes& usual : kUsual) {
    if (usual.bits != bits) continue;
    for (const TensorType type : usual.types)
      if (whyNotType(tensor, type).empty()) return type;
  }
  return std::nullopt;
}

std::optional<TensorType> stepType(TensorType from, int direction, const TensorInfo& tensor) {
  std::optional<TensorType> best;
  for (const UsualTypes& usual : kUsual) {
    const std::optional<TensorType> type = usualType(usual.bits, tensor);
    if (!type) continue;
    if (direction > 0 && bitsOf(*type) > bitsOf(from)) return type;
    if (direction < 0 && bitsOf(*type) < bitsOf(from)) best = type;
  }
  return best;
}

}  // namespace halftone::app
