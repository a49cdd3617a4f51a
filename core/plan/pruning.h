// Leaving layers out of a model: later layers move up, in tensor names and in the metadata.
// Thread-safety: all functions are pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "core/base/result.h"
#include "core/format/metadata.h"
#include "core/model/model.h"

namespace halftone {

class Pruning {
 public:
  // Errors: InvalidArgument for a layer that `model` does not have, or if no layer would be left.
  static Result<Pruning> create(const Model& model, std::span<const LayerIndex> layers);

  bool empty() const { return m_pruned.empty(); }
  bool drops(const TensorInfo& tensor) const;
  // The tensor's name with its layer's new number. REQUIRES: !drops(tensor).
  std::string nameOf(const TensorInfo& tensor) const;
  // Writes the new number of layers, and shortens lists that hold one element per layer (heads per layer and the like).
  void apply(Metadata& metadata, std::string_view architecture) const;

 private:
  std::vector<std::uint32_t> m_pruned;  // sorted, unique
  std::uint64_t m_layers = 0;           // before
};

}  // namespace halftone
