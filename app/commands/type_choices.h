// Which types can be given to a tensor: the palette, the keys 1 to 8, and the steps of + and −.
// They are the types that weights can have (isWeightType): all of them can be encoded.
// Thread-safety: all functions are pure.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/codec/codec.h"
#include "core/format/tensor_type.h"
#include "core/model/model.h"

namespace halftone::app {

// Encodable types of one nominal width, for the palette: "4 bits: q4_0 q4_K q4_1".
struct TypeGroup {
  int bits = 0;  // that the types are named after
  std::vector<TensorType> types;
  TensorType usual = TensorType::F32;  // what people mean by so many bits: q4_K
};
std::vector<TypeGroup> encodableTypesByBits();

// The types that at least one of `tensors` can be given. REQUIRES: tensors of `model`.
std::vector<TensorType> typesFor(const Model& model, std::span<const TensorId> tensors);

// The usual type of `bits` bits for this tensor: the K type, or the plain one where its rows do not divide into blocks
// of 256. Nothing if no such type can be given to this tensor.
std::optional<TensorType> usualType(int bits, const TensorInfo& tensor);
// Whether there is any type of `bits` bits.
bool hasUsualType(int bits);

// The next usual type above (`direction` > 0) or below `from` for this tensor; nothing at the ladder's end.
std::optional<TensorType> stepType(TensorType from, int direction, const TensorInfo& tensor);

}  // namespace halftone::app
