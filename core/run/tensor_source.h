// TensorSource: rows of a tensor as f32, whatever type the file holds.
// Thread-safety: const access from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/codec/codec.h"
#include "core/model/model.h"
#include "core/run/slab.h"

namespace halftone {

class TensorSource {
 public:
  // Errors: UnsupportedType naming the tensor and the runtime that knows its type; Corrupt if its bytes do not match
  // its shape. REQUIRES: `model` outlives the source.
  static Result<TensorSource> open(const Model& model, TensorId tensor);

  const TensorInfo& info() const { return m_model->tensor(m_tensor); }
  std::uint64_t rows() const { return info().shape.rows(); }
  std::uint64_t columns() const { return info().shape.columns(); }
  const Codec& codec() const { return *m_codec; }

  // Rows [first, first + values.size() / columns()) into `values`. REQUIRES: whole rows inside the tensor.
  // Errors, here and below: Truncated, CannotRead, naming the file and the tensor.
  Status read(std::uint64_t first, std::span<float> values) const;
  // A slab's bytes as the file holds them into `stored`, which takes their size, and its values into `values`.
  // REQUIRES: a slab of this tensor, values.size() == slab.values().
  Status read(const Slab& slab, std::vector<std::byte>& stored, std::span<float> values) const;
  // The bytes alone, with the same condition.
  Status readStored(const Slab& slab, std::vector<std::byte>& stored) const;

  // How many bytes the file holds of the slab. REQUIRES: a slab of this tensor.
  std::uint64_t bytesOf(const Slab& slab) const;

 private:
  TensorSource(const Model& model, TensorId tensor, const Codec& codec, const TensorTypeInfo& layout);
  std::uint64_t offsetOf(const Slab& slab) const;

  const Model* m_model;
  TensorId m_tensor;
  const Codec* m_codec;
  const TensorTypeInfo* m_layout;
};

}  // namespace halftone
