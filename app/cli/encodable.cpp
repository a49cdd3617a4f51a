#include "app/cli/encodable.h"

#include "core/codec/codec.h"

namespace halftone::cli {

bool canEncode(TensorType type) {
  const Codec* codec = findCodec(type);
  return codec != nullptr && codec->canEncode();
}

std::string encodableTypes() {
  std::string names;
  for (const Codec& codec : allCodecs()) {
    if (!codec.canEncode()) continue;
    if (!names.empty()) names += ", ";
    names += tensorTypeName(codec.type);
  }
  return names;
}

}  // namespace halftone::cli
