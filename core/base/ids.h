// Strong ids: an index that cannot be confused with another kind of index.
// Thread-safety: values.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace halftone {

template <class Tag>
struct StrongId {
  std::uint32_t value = 0;
  constexpr std::size_t index() const { return value; }
  friend constexpr auto operator<=>(StrongId, StrongId) = default;
};

// A tensor's position in its model's list of tensors.
using TensorId = StrongId<struct TensorIdTag>;
// A layer's number in the names of its tensors (blk.7.…).
using LayerIndex = StrongId<struct LayerIndexTag>;

}  // namespace halftone

template <class Tag>
struct std::hash<halftone::StrongId<Tag>> {
  std::size_t operator()(halftone::StrongId<Tag> id) const noexcept { return std::hash<std::uint32_t>{}(id.value); }
};
