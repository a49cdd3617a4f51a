#include "core/format/shape.h"

#include <algorithm>

namespace halftone {

std::string Shape::text() const {
  std::string text = std::to_string(dimensions[0]);
  for (std::uint32_t axis = 1; axis < std::min(rank, 4u); ++axis) text += " × " + std::to_string(dimensions[axis]);
  return text;
}

}  // namespace halftone
