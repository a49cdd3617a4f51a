#include "app/cli/encodable.h"

#include "core/codec/codec.h"

namespace halftone::cli {

std::string encodableTypeNames() {
  std::string names;
  for (const TensorType type : encodableTypes()) {
    if (!names.empty()) names += ", ";
    names += tensorTypeName(type);
  }
  return names;
}

}  // namespace halftone::cli
