// Hyperparameters: a model's architecture in numbers, read from its metadata.
// Thread-safety: values and pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/format/metadata.h"
#include "core/format/stored_tensor.h"

namespace halftone {

// The numbers that planning and budgets ask for; 0 where neither metadata nor tensors tell.
struct Hyperparameters {
  std::string architecture;  // "llama", "qwen2", …; empty if unknown
  std::uint64_t layers = 0;
  std::uint64_t embedding = 0;  // width
  std::uint64_t feedForward = 0;
  std::uint64_t heads = 0;
  std::uint64_t keyValueHeads = 0;  // equals heads if the metadata does not tell
  std::uint64_t experts = 0;
  std::uint64_t expertsUsed = 0;
  std::uint64_t contextLength = 0;
  std::uint64_t vocabulary = 0;
};

// From GGUF's `<architecture>.block_count` and so on, or from a Hugging Face configuration under "hf." (also of a
// multimodal model's text part). A number per layer counts with its largest. Layers, width and vocabulary that the
// metadata leaves out are told from the tensors' names and shapes.
Hyperparameters readHyperparameters(const Metadata& metadata, std::span<const StoredTensor> tensors);

}  // namespace halftone
