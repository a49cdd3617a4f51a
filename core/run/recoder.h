// Recoder: what values become when they are encoded as a type and decoded again.
// Thread-safety: const access from any thread.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/codec/codec.h"
#include "core/model/model.h"

namespace halftone {

class Recoder {
 public:
  // Buffers of one thread, kept between calls.
  struct Scratch {
    std::vector<float> finite;
    std::vector<std::byte> encoded;
  };

  // For `tensor` as `type`; its own type keeps values as they are. Errors: UnsupportedType (the type is unknown or
  // no type for weights), InvalidArgument (its rows do not divide into the type's blocks).
  static Result<Recoder> make(const TensorInfo& tensor, TensorType type, Effort effort);

  // The type's bytes of whole rows of `columns` values; NaN and infinities are encoded as 0. Empty where values keep.
  // `importance`: one per column, or empty.
  void encode(std::span<const float> values, std::size_t columns, std::span<const float> importance,
              Scratch& scratch) const;
  // What `encoded` holds; where values keep, a copy of `values`.
  void decode(std::span<const std::byte> encoded, std::span<const float> values, std::span<float> decoded) const;
  bool keepsValues() const { return m_codec == nullptr; }

 private:
  const Codec* m_codec = nullptr;
  const TensorTypeInfo* m_layout = nullptr;
  Effort m_effort = Effort::Normal;
};

}  // namespace halftone
