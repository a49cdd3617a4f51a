#include "tests/support/synthetic_model.h"

#include <fmt/format.h>

#include <map>
#include <stdexcept>
#include <utility>
#include <vector>

namespace halftone::test {
namespace {

class FilesBuilder {
 public:
  explicit FilesBuilder(const ModelShape& shape) : m_shape(shape) {
    m_files.version = 3;
    m_files.alignment = 32;
  }

  void weight(const std::string& name, std::vector<std::uint64_t> dimensions) {
    add(name + ".weight", std::move(dimensions), m_shape.weightType);
  }
  void vector(const std::string& name, std::uint64_t length) { add(name, {length}, TensorType::F32); }
  void router(const std::string& name, std::uint64_t columns, std::uint64_t rows) {
    add(name + ".weight", {columns, rows}, TensorType::F32);
  }
  Metadata& metadata() { return m_files.metadata; }
  ModelFiles take() { return std::move(m_files); }

 private:
  void add(const std::string& name, const std::vector<std::uint64_t>& dimensions, TensorType type) {
    StoredTensor tensor;
    tensor.name = name;
    tensor.shape = makeShape(dimensions).value();
    tensor.type = type;
    tensor.offset = m_end;
    tensor.bytes = tensorBytes(type, tensor.shape.columns(), tensor.shape.rows()).value().count;
    m_end = alignUp(m_end + tensor.bytes, m_files.alignment);
    m_files.tensors.push_back(std::move(tensor));
  }

  const ModelShape& m_shape;
  ModelFiles m_files;
  std::uint64_t m_end = 0;
};

void addAttention(FilesBuilder& files, const ModelShape& shape, const std::string& layer) {
  const std::uint64_t head = shape.headLength != 0 ? shape.headLength : shape.embedding / shape.heads;
  const std::uint64_t queries = head * shape.heads;
  const std::uint64_t keys = head * shape.keyValueHeads;
  if (shape.fusedQkv) {
    files.weight(layer + "attn_qkv", {shape.embedding, queries + 2 * keys});
  } else {
    files.weight(layer + "attn_q", {shape.embedding, queries});
    files.weight(layer + "attn_k", {shape.embedding, keys});
    files.weight(layer + "attn_v", {shape.embedding, keys});
  }
  if (shape.qkvBias) {
    files.vector(layer + "attn_q.bias", queries);
    files.vector(layer + "attn_k.bias", keys);
    files.vector(layer + "attn_v.bias", keys);
  }
  if (shape.headNorms) {
    files.vector(layer + "attn_q_norm.weight", head);
    files.vector(layer + "attn_k_norm.weight", head);
  }
  files.weight(layer + "attn_output", {queries, shape.embedding});
}

void addFeedForward(FilesBuilder& files, const ModelShape& shape, const std::string& layer) {
  if (shape.experts > 0) {
    files.router(layer + "ffn_gate_inp", shape.embedding, shape.experts);
    files.weight(layer + "ffn_gate_exps", {shape.embedding, shape.feedForward, shape.experts});
    files.weight(layer + "ffn_down_exps", {shape.feedForward, shape.embedding, shape.experts});
    files.weight(layer + "ffn_up_exps", {shape.embedding, shape.feedForward, shape.experts});
    return;
  }
  if (!shape.fusedGateUp) files.weight(layer + "ffn_gate", {shape.embedding, shape.feedForward});
  files.weight(layer + "ffn_down", {shape.feedForward, shape.embedding});
  files.weight(layer + "ffn_up", {shape.embedding, shape.feedForward * (shape.fusedGateUp ? 2 : 1)});
}

// As many tokens as the vocabulary and two merges for each, as byte-pair encodings have them.
void addTokenizer(Metadata& metadata, const ModelShape& shape) {
  std::vector<std::string> tokens;
  std::vector<std::string> merges;
  for (std::uint64_t index = 0; index < shape.vocabulary; ++index) {
    tokens.push_back(fmt::format("token{}", index));
    merges.push_back(fmt::format("to ken{}", index));
    merges.push_back(fmt::format("token {}", index));
  }
  metadata.set("tokenizer.ggml.model", std::string("gpt2"));
  metadata.set("tokenizer.ggml.tokens", MetadataArray{MetadataType::String, std::move(tokens)});
  metadata.set("tokenizer.ggml.token_type",
               MetadataArray{MetadataType::I32, std::vector<std::int32_t>(shape.vocabulary, 1)});
  metadata.set("tokenizer.ggml.merges", MetadataArray{MetadataType::String, std::move(merges)});
}

void addMetadata(Metadata& metadata, const ModelShape& shape) {
  const std::string prefix = shape.architecture + ".";
  const auto number = [&metadata, &prefix](const char* key, std::uint64_t value) {
    metadata.set(prefix + key, static_cast<std::uint32_t>(value));
  };
  metadata.set("general.architecture", shape.architecture);
  metadata.set("general.type", std::string("model"));
  metadata.set("general.name", "Synthetic " + shape.architecture);
  number("block_count", shape.layers);
  number("context_length", 4096);
  number("embedding_length", shape.embedding);
  number("feed_forward_length", shape.feedForward);
  number("attention.head_count", shape.heads);
  number("attention.head_count_kv", shape.keyValueHeads);
  if (shape.headLength != 0) number("attention.key_length", shape.headLength);
  if (shape.headLength != 0) number("attention.value_length", shape.headLength);
  if (shape.experts > 0) number("expert_count", shape.experts);
  if (shape.experts > 0) number("expert_used_count", shape.expertsUsed);
  number("vocab_size", shape.vocabulary);
  metadata.set("general.file_type", static_cast<std::uint32_t>(1));
}

// One struct per shape, filled field by field: designated initialisers with defaults left out warn in one compiler.
ModelShape shapeOf(std::uint64_t layers, std::uint64_t embedding, std::uint64_t heads, std::uint64_t keyValueHeads,
                   std::uint64_t feedForward, std::uint64_t vocabulary) {
  ModelShape shape;
  shape.layers = layers;
  shape.embedding = embedding;
  shape.heads = heads;
  shape.keyValueHeads = keyValueHeads;
  shape.feedForward = feedForward;
  shape.vocabulary = vocabulary;
  return shape;
}

ModelShape withExperts(ModelShape shape, std::uint64_t experts, std::uint64_t used) {
  shape.experts = experts;
  shape.expertsUsed = used;
  return shape;
}

std::map<std::string, ModelShape> namedShapes() {
  std::map<std::string, ModelShape> shapes;
  shapes["llama2-7b"] = shapeOf(32, 4096, 32, 32, 11008, 32000);
  shapes["llama3-8b"] = shapeOf(32, 4096, 32, 8, 14336, 128256);
  shapes["llama2-70b"] = shapeOf(80, 8192, 64, 8, 28672, 32000);
  shapes["llama3.2-1b"] = shapeOf(16, 2048, 32, 8, 8192, 128256);
  shapes["llama3.2-1b"].tiedEmbeddings = true;
  shapes["mixtral-8x7b"] = withExperts(shapeOf(32, 4096, 32, 8, 14336, 32000), 8, 2);
  shapes["qwen2.5-0.5b"] = shapeOf(24, 896, 14, 2, 4864, 151936);
  shapes["qwen2.5-0.5b"].architecture = "qwen2";
  shapes["qwen2.5-0.5b"].tiedEmbeddings = true;
  shapes["qwen2.5-0.5b"].qkvBias = true;
  shapes["qwen3-30b-a3b"] = withExperts(shapeOf(48, 2048, 32, 4, 768, 151936), 128, 8);
  shapes["qwen3-30b-a3b"].architecture = "qwen3moe";
  shapes["qwen3-30b-a3b"].headLength = 128;
  shapes["qwen3-30b-a3b"].headNorms = true;
  shapes["phi3-mini"] = shapeOf(32, 3072, 32, 32, 8192, 32064);
  shapes["phi3-mini"].architecture = "phi3";
  shapes["phi3-mini"].fusedQkv = true;
  shapes["phi3-mini"].fusedGateUp = true;
  shapes["demo"] = shapeOf(6, 256, 4, 2, 768, 4096);
  return shapes;
}

}  // namespace

ModelShape namedShape(const std::string& name) {
  const std::map<std::string, ModelShape> shapes = namedShapes();
  const auto found = shapes.find(name);
  if (found == shapes.end()) throw std::invalid_argument("no shape is named " + name);
  return found->second;
}

ModelFiles syntheticFiles(const ModelShape& shape) {
  FilesBuilder files(shape);
  addMetadata(files.metadata(), shape);
  if (shape.tokenizer) addTokenizer(files.metadata(), shape);
  files.weight("token_embd", {shape.embedding, shape.vocabulary});
  for (std::uint64_t index = 0; index < shape.layers; ++index) {
    const std::string layer = "blk." + std::to_string(index) + ".";
    files.vector(layer + "attn_norm.weight", shape.embedding);
    addAttention(files, shape, layer);
    files.vector(layer + "ffn_norm.weight", shape.embedding);
    addFeedForward(files, shape, layer);
  }
  files.vector("output_norm.weight", shape.embedding);
  if (!shape.tiedEmbeddings) files.weight("output", {shape.embedding, shape.vocabulary});
  return files.take();
}

std::shared_ptr<const Model> syntheticModel(const ModelShape& shape) {
  return std::make_shared<const Model>(syntheticFiles(shape));
}

std::shared_ptr<const Model> syntheticModel(const std::string& name) { return syntheticModel(namedShape(name)); }

}  // namespace halftone::test
