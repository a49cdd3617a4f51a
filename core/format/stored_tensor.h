// StoredTensor: where a tensor's bytes lie in a model's files, and the checks that every format needs.
// Thread-safety: values and pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/format/shape.h"
#include "core/format/tensor_type.h"

namespace halftone {

struct StoredTensor {
  std::string name;  // valid UTF-8; bytes that are not are replaced by U+FFFD
  Shape shape;
  TensorType type = TensorType::F32;
  std::uint32_t file = 0;    // index into ModelFiles::files
  std::uint64_t offset = 0;  // from the start of that file
  std::uint64_t bytes = 0;   // of an unknown type: up to the next tensor
};

// "model.gguf, tensor blk.0.ffn_up.weight": an error's subject.
std::string tensorSubject(std::string_view file, std::string_view tensor);

// The shape of dimensions given fastest-varying first; beyond the fourth they are multiplied into the fourth.
// Errors: Corrupt (a dimension is zero or over 2^63, or their product is); the subject is left to the caller.
Result<Shape> makeShape(const std::vector<std::uint64_t>& dimensions);

// Puts the tensors of one file in the order of their offsets, gives tensors of unknown type their bytes (up to the
// next tensor or the end), and checks that all lie between `dataStart` and `fileSize` without overlap.
// Errors: Truncated, Corrupt, naming `file` and the tensor.
Status settleTensors(std::vector<StoredTensor>& tensors, std::uint64_t dataStart, std::uint64_t fileSize,
                     std::string_view file);

}  // namespace halftone
