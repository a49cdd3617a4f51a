#include "core/model/hyperparameters.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

#include "core/model/role.h"

namespace halftone {
namespace {

// Where Hugging Face's name of an architecture differs from GGUF's.
struct ArchitectureName {
  std::string_view huggingFace;
  std::string_view gguf;
};
constexpr std::array<ArchitectureName, 9> kArchitectures = {{
    {"mistral", "llama"},
    {"mixtral", "llama"},
    {"qwen2_moe", "qwen2moe"},
    {"qwen3_moe", "qwen3moe"},
    {"gemma3_text", "gemma3"},
    {"phi", "phi2"},
    {"deepseek_v2", "deepseek2"},
    {"deepseek_v3", "deepseek2"},
    {"gpt_oss", "gpt-oss"},
}};

std::string ggufArchitecture(const std::string& modelType) {
  for (const ArchitectureName& name : kArchitectures)
    if (name.huggingFace == modelType) return std::string(name.gguf);
  return modelType;
}

// The first of `keys` that holds an integer, under any of the prefixes; 0 if none does.
std::uint64_t firstOf(const Metadata& metadata, std::initializer_list<std::string> prefixes,
                      std::initializer_list<const char*> keys) {
  for (const std::string& prefix : prefixes)
    for (const char* key : keys)
      if (const auto value = metadata.largestInteger(prefix + key)) return *value;
  return 0;
}

std::uint64_t tokenCount(const Metadata& metadata) {
  const MetadataValue* tokens = metadata.find("tokenizer.ggml.tokens");
  const MetadataArray* array = tokens == nullptr ? nullptr : std::get_if<MetadataArray>(tokens);
  return array == nullptr ? 0 : array->size();
}

Hyperparameters fromGguf(const Metadata& metadata) {
  Hyperparameters found;
  found.architecture = metadata.string("general.architecture").value_or("");
  const std::string prefix = found.architecture + ".";
  const auto get = [&metadata, &prefix](const char* key) { return firstOf(metadata, {prefix}, {key}); };
  found.layers = get("block_count");
  found.embedding = get("embedding_length");
  found.feedForward = get("feed_forward_length");
  found.heads = get("attention.head_count");
  found.keyValueHeads = get("attention.head_count_kv");
  found.experts = get("expert_count");
  found.expertsUsed = get("expert_used_count");
  found.contextLength = get("context_length");
  found.vocabulary = get("vocab_size");
  if (const std::uint64_t tokens = tokenCount(metadata); tokens > 0) found.vocabulary = tokens;
  return found;
}

Hyperparameters fromHuggingFace(const Metadata& metadata) {
  Hyperparameters found;
  const auto modelType = metadata.string("hf.text_config.model_type");
  found.architecture = ggufArchitecture(modelType ? *modelType : metadata.string("hf.model_type").value_or(""));
  const auto get = [&metadata](std::initializer_list<const char*> keys) {
    return firstOf(metadata, {"hf.", "hf.text_config."}, keys);
  };
  found.layers = get({"num_hidden_layers", "n_layer", "num_layers"});
  found.embedding = get({"hidden_size", "n_embd", "d_model"});
  found.feedForward = get({"intermediate_size", "n_inner", "ffn_hidden_size"});
  found.heads = get({"num_attention_heads", "n_head"});
  found.keyValueHeads = get({"num_key_value_heads", "num_kv_heads"});
  found.experts = get({"num_local_experts", "num_experts", "n_routed_experts"});
  found.expertsUsed = get({"num_experts_per_tok", "num_experts_per_token"});
  found.contextLength = get({"max_position_embeddings", "n_positions"});
  found.vocabulary = get({"vocab_size"});
  return found;
}

void fillFromTensors(Hyperparameters& found, std::span<const StoredTensor> tensors) {
  std::uint64_t layers = 0;
  for (const StoredTensor& tensor : tensors) {
    if (const auto layer = layerOfTensor(tensor.name)) layers = std::max<std::uint64_t>(layers, layer->value + 1ull);
    if (roleOfTensor(tensor.name) != Role::TokenEmbedding || rowNameOfTensor(tensor.name) != "token_embd") continue;
    if (found.embedding == 0) found.embedding = tensor.shape.columns();
    if (found.vocabulary == 0) found.vocabulary = tensor.shape.rows();
  }
  if (found.layers == 0) found.layers = layers;
}

}  // namespace

Hyperparameters readHyperparameters(const Metadata& metadata, std::span<const StoredTensor> tensors) {
  Hyperparameters found =
      metadata.find("general.architecture") != nullptr ? fromGguf(metadata) : fromHuggingFace(metadata);
  fillFromTensors(found, tensors);
  if (found.keyValueHeads == 0) found.keyValueHeads = found.heads;
  return found;
}

}  // namespace halftone
