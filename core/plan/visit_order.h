// The order in which presets count a model's tensors, and each tensor's place in it. Rules such as "the first eighth"
// depend on these places, never on which types other tensors were given.
// Thread-safety: all functions are pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/model/model.h"

namespace halftone {

struct VisitPlace {
  std::uint64_t valueIndex = 0;  // value-like tensors visited before
  std::uint64_t roleIndex = 0;   // tensors of the same role visited before that may be quantized
};

struct VisitOrder {
  std::vector<VisitPlace> places;  // by position in the given tensors
  std::uint64_t valueTensors = 0;  // all value-like tensors
};

bool isValueLike(Role role);

// Visits by layer number (tensors without a layer first), then by name.
VisitOrder visitOrder(std::span<const TensorInfo* const> tensors);

}  // namespace halftone
