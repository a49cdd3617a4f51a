#include "tests/bench/llama_library.h"

#include <dlfcn.h>

namespace halftone::bench {

// The library stays loaded until the program ends.
std::optional<LlamaLibrary> LlamaLibrary::open(const std::string& path, std::string& problem) {
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    problem = dlerror();
    return std::nullopt;
  }
  LlamaLibrary library;
  library.m_quantizeChunk = reinterpret_cast<QuantizeChunk>(dlsym(handle, "ggml_quantize_chunk"));
  library.m_needsImportance = reinterpret_cast<NeedsImportance>(dlsym(handle, "ggml_quantize_requires_imatrix"));
  if (library.m_quantizeChunk != nullptr && library.m_needsImportance != nullptr) return library;
  problem = path + " has no ggml_quantize_chunk";
  return std::nullopt;
}

void LlamaLibrary::encode(TensorType type, std::span<const float> values, std::size_t columns,
                          std::span<const float> importance, std::span<std::byte> blocks) const {
  m_quantizeChunk(static_cast<int>(type), values.data(), blocks.data(), 0,
                  static_cast<std::int64_t>(values.size() / columns), static_cast<std::int64_t>(columns),
                  importance.empty() ? nullptr : importance.data());
}

}  // namespace halftone::bench
