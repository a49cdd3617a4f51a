// Models made up for tests: the tensors and metadata of well-known architectures in any size, without weights.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "core/format/model_files.h"
#include "core/model/model.h"

namespace halftone::test {

struct ModelShape {
  std::string architecture = "llama";
  std::uint64_t layers = 2;
  std::uint64_t embedding = 256;
  std::uint64_t heads = 4;
  std::uint64_t keyValueHeads = 2;
  std::uint64_t headLength = 0;     // 0 = embedding / heads
  std::uint64_t feedForward = 768;  // of one expert, if there are experts
  std::uint64_t vocabulary = 512;
  std::uint64_t experts = 0;
  std::uint64_t expertsUsed = 0;
  bool tiedEmbeddings = false;  // no output.weight
  bool qkvBias = false;
  bool headNorms = false;    // attn_q_norm and attn_k_norm
  bool fusedQkv = false;     // attn_qkv instead of attn_q, attn_k, attn_v
  bool fusedGateUp = false;  // ffn_up twice as tall instead of ffn_gate and ffn_up
  bool tokenizer = false;    // a vocabulary with merges, as large as a real one
  TensorType weightType = TensorType::F16;
};

// The shapes of tests/golden/presets.json by their names there: "llama2-7b", "llama3-8b", "llama2-70b", "llama3.2-1b",
// "mixtral-8x7b", "qwen2.5-0.5b", "qwen3-30b-a3b", "phi3-mini", "demo". Throws std::invalid_argument for another name.
ModelShape namedShape(const std::string& name);

// Metadata and tensors as llama.cpp's converter writes them, in its order, with offsets as one GGUF file would have.
ModelFiles syntheticFiles(const ModelShape& shape);

// A model of that shape without files.
std::shared_ptr<const Model> syntheticModel(const ModelShape& shape);
std::shared_ptr<const Model> syntheticModel(const std::string& name);  // of namedShape()

// A GGUF file of that shape with its full size but no weights on the disk: they read as zeros and take no space.
void writeSparseModel(const std::filesystem::path& path, const ModelShape& shape);

// A small valid GGUF file of that shape with random weights, about normal with a deviation of 0.02; the same for the
// same seed. REQUIRES: the shape's weights are F16, F32 or BF16.
void writeRandomModel(const std::filesystem::path& path, const ModelShape& shape, std::uint32_t seed = 1);

}  // namespace halftone::test
