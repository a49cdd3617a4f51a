// TensorSource: rows of a tensor as f32, whatever type the file holds.
// Thread-safety: const access from any thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "core/base/result.h"
#include "core/codec/codec.h"
#include "core/model/model.h"

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
  void read(std::uint64_t first, std::span<float> values) const;
  // Tells the system that these rows are not needed again soon.
  void release(std::uint64_t first, std::uint64_t count) const;

 private:
  TensorSource(const Model& model, TensorId tensor, const Codec& codec);
  const Model* m_model;
  TensorId m_tensor;
  const Codec* m_codec;
  std::uint64_t m_rowBytes;
};

}  // namespace halftone
