#include "core/plan/visit_order.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>

#include "core/plan/exclusion.h"

namespace halftone {
namespace {

std::tuple<std::int64_t, std::string_view> sortKey(const TensorInfo& tensor) {
  return {tensor.layer ? static_cast<std::int64_t>(tensor.layer->value) : -1, tensor.name};
}

}  // namespace

bool isValueLike(Role role) { return role == Role::AttnV || role == Role::AttnQkv || role == Role::AttnKvB; }

VisitOrder visitOrder(std::span<const TensorInfo* const> tensors) {
  std::vector<std::size_t> order(tensors.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return sortKey(*tensors[a]) < sortKey(*tensors[b]); });

  VisitOrder result;
  result.places.resize(tensors.size());
  std::array<std::uint64_t, static_cast<std::size_t>(Role::Other) + 1> visited{};
  for (const std::size_t position : order) {
    const TensorInfo& tensor = *tensors[position];
    if (!whyNeverQuantized(tensor).empty()) continue;
    result.places[position] = {result.valueTensors, visited[static_cast<std::size_t>(tensor.role)]};
    ++visited[static_cast<std::size_t>(tensor.role)];
    if (isValueLike(tensor.role)) ++result.valueTensors;
  }
  return result;
}

}  // namespace halftone
