// A made-up model without bytes for tests of planning and of the map.
#pragma once

#include <memory>
#include <string>

#include "core/model/model.h"

namespace halftone::test {

inline StoredTensor storedTensor(const std::string& name, std::uint64_t columns, std::uint64_t rows) {
  StoredTensor tensor;
  tensor.name = name;
  tensor.shape.dimensions = {columns, rows, 1, 1};
  tensor.shape.rank = rows == 1 ? 1 : 2;
  tensor.type = rows == 1 ? TensorType::F32 : TensorType::F16;
  tensor.bytes = columns * rows * (rows == 1 ? 4 : 2);
  return tensor;
}

// A llama of `layers` layers: token_embd, output_norm, output; attn_norm, attn_q, attn_v, ffn_down in each layer.
inline std::shared_ptr<const Model> smallModel(int layers = 4, std::uint64_t width = 256) {
  ModelFiles files;
  files.metadata.set("general.architecture", std::string("llama"));
  files.metadata.set("llama.block_count", static_cast<std::uint32_t>(layers));
  files.metadata.set("llama.embedding_length", static_cast<std::uint32_t>(width));
  files.metadata.set("llama.attention.head_count", std::uint32_t{4});
  files.tensors.push_back(storedTensor("token_embd.weight", width, 1024));
  for (int layer = 0; layer < layers; ++layer) {
    const std::string prefix = "blk." + std::to_string(layer) + ".";
    files.tensors.push_back(storedTensor(prefix + "attn_norm.weight", width, 1));
    files.tensors.push_back(storedTensor(prefix + "attn_q.weight", width, width));
    files.tensors.push_back(storedTensor(prefix + "attn_v.weight", width, width));
    files.tensors.push_back(storedTensor(prefix + "ffn_down.weight", 2 * width, width));
  }
  files.tensors.push_back(storedTensor("output_norm.weight", width, 1));
  files.tensors.push_back(storedTensor("output.weight", width, 1024));
  return std::make_shared<const Model>(std::move(files));
}

}  // namespace halftone::test
