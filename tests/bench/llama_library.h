// llama.cpp's own encoders, from a library that is loaded at run time.
// Thread-safety: encode() may be called from any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "core/format/tensor_type.h"

namespace halftone::bench {

class LlamaLibrary {
 public:
  // `path` is libggml-base.so; on failure nothing, and `problem` says why.
  static std::optional<LlamaLibrary> open(const std::string& path, std::string& problem);

  // Whether it refuses to encode this type without importance.
  bool needsImportance(TensorType type) const { return m_needsImportance(static_cast<int>(type)); }
  // As Codec::encode, with empty importance for none. REQUIRES: importance where it is needed.
  void encode(TensorType type, std::span<const float> values, std::size_t columns, std::span<const float> importance,
              std::span<std::byte> blocks) const;

 private:
  using QuantizeChunk = std::size_t (*)(int type, const float* source, void* destination, std::int64_t start,
                                        std::int64_t rows, std::int64_t columns, const float* importance);
  using NeedsImportance = bool (*)(int type);

  QuantizeChunk m_quantizeChunk = nullptr;
  NeedsImportance m_needsImportance = nullptr;
};

}  // namespace halftone::bench
