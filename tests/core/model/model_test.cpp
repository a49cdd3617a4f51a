#include "core/model/model.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <stop_token>

#include "tests/support/paths.h"
#include "tests/support/synthetic_model.h"

namespace halftone {
namespace {

TEST(Model, OpeningStopsWhenItIsCancelled) {
  std::stop_source stop;
  stop.request_stop();
  const auto cancelled = Model::open(test::samplePath("Fireside-6.8M-v1.0-F16.gguf"), Job(stop.get_token()));
  ASSERT_FALSE(cancelled);
  EXPECT_EQ(cancelled.error().code, ErrorCode::Cancelled);
}

TEST(Model, OpensTheSample) {
  const auto opened = Model::open(test::samplePath("Fireside-6.8M-v1.0-F16.gguf"));
  ASSERT_TRUE(opened) << opened.error().message();
  const Model& model = **opened;
  EXPECT_EQ(model.format(), ModelFormat::Gguf);
  EXPECT_EQ(model.name(), "Fireside 6.8M v1.0");
  EXPECT_EQ(model.tensors().size(), 57u);
  EXPECT_EQ(model.fileBytes().count, 13777568u);
  EXPECT_FALSE(model.quantized());
  const Hyperparameters& numbers = model.hyperparameters();
  EXPECT_EQ(numbers.architecture, "llama");
  EXPECT_EQ(numbers.layers, 6u);
  EXPECT_EQ(numbers.embedding, 256u);
  EXPECT_EQ(numbers.feedForward, 768u);
  EXPECT_EQ(numbers.heads, 4u);
  EXPECT_EQ(numbers.keyValueHeads, 2u);
  EXPECT_EQ(numbers.contextLength, 1024u);
  EXPECT_EQ(numbers.vocabulary, 4096u);
  const std::optional<TensorId> id = model.findTensor("blk.0.ffn_down.weight");
  ASSERT_TRUE(id);
  EXPECT_EQ(model.tensor(*id).shape.text(), "768 × 256");
  EXPECT_EQ(model.bytes(*id).size(), 768u * 256u * 2u);
  EXPECT_FALSE(model.findTensor("blk.6.ffn_down.weight"));
}

TEST(Model, BytesStayReadableAfterRelease) {
  const auto model = Model::open(test::samplePath("Fireside-6.8M-v1.0-F16.gguf")).value();
  const TensorId id = model->findTensor("token_embd.weight").value();
  const std::vector<std::byte> before(model->bytes(id).begin(), model->bytes(id).end());
  model->willNeed(id, 0, before.size());
  model->release(id, 0, before.size());
  model->release(id, before.size() + 1, 100);
  EXPECT_TRUE(std::equal(before.begin(), before.end(), model->bytes(id).begin()));
}

TEST(Model, WithoutFilesHasShapesButNoBytes) {
  const auto model = test::syntheticModel("llama2-70b");
  EXPECT_EQ(model->hyperparameters().layers, 80u);
  EXPECT_EQ(model->parameters(), 68976648192u);
  EXPECT_TRUE(model->bytes(TensorId{0}).empty());
  EXPECT_TRUE(model->path().empty());
  EXPECT_EQ(model->fileBytes().count, 0u);
}

TEST(Model, TellsNumbersFromTensorsWhereMetadataIsSilent) {
  ModelFiles files = test::syntheticFiles(test::namedShape("demo"));
  for (const char* key :
       {"llama.block_count", "llama.embedding_length", "llama.vocab_size", "llama.attention.head_count_kv"})
    files.metadata.erase(key);
  const Model model(std::move(files));
  EXPECT_EQ(model.hyperparameters().layers, 6u);
  EXPECT_EQ(model.hyperparameters().embedding, 256u);
  EXPECT_EQ(model.hyperparameters().vocabulary, 4096u);
  EXPECT_EQ(model.hyperparameters().keyValueHeads, 4u);
}

TEST(Model, TakesTheLargestOfNumbersPerLayer) {
  ModelFiles files = test::syntheticFiles(test::namedShape("demo"));
  files.metadata.set("llama.attention.head_count_kv",
                     MetadataArray{MetadataType::I32, std::vector<std::int32_t>{0, 4, 2, 0, 0, 1}});
  EXPECT_EQ(Model(std::move(files)).hyperparameters().keyValueHeads, 4u);
}

ModelFiles huggingFaceFiles(const std::string& prefix, const std::string& modelType) {
  ModelFiles files;
  files.format = ModelFormat::Safetensors;
  files.metadata.set(prefix + "model_type", modelType);
  const auto number = [&files, &prefix](const char* key, std::uint64_t value) {
    files.metadata.set(prefix + key, value);
  };
  number("num_hidden_layers", 48);
  number("hidden_size", 2048);
  number("intermediate_size", 6144);
  number("num_attention_heads", 32);
  number("num_key_value_heads", 4);
  number("num_experts", 128);
  number("num_experts_per_tok", 8);
  number("max_position_embeddings", 40960);
  number("vocab_size", 151936);
  return files;
}

TEST(Model, ReadsHuggingFacesNumbers) {
  for (const char* prefix : {"hf.", "hf.text_config."}) {
    SCOPED_TRACE(prefix);
    const Model model(huggingFaceFiles(prefix, "qwen3_moe"));
    const Hyperparameters& numbers = model.hyperparameters();
    EXPECT_EQ(numbers.architecture, "qwen3moe");
    EXPECT_EQ(numbers.layers, 48u);
    EXPECT_EQ(numbers.embedding, 2048u);
    EXPECT_EQ(numbers.feedForward, 6144u);
    EXPECT_EQ(numbers.heads, 32u);
    EXPECT_EQ(numbers.keyValueHeads, 4u);
    EXPECT_EQ(numbers.experts, 128u);
    EXPECT_EQ(numbers.expertsUsed, 8u);
    EXPECT_EQ(numbers.contextLength, 40960u);
    EXPECT_EQ(numbers.vocabulary, 151936u);
  }
  EXPECT_EQ(Model(huggingFaceFiles("hf.", "mixtral")).hyperparameters().architecture, "llama");
  EXPECT_EQ(Model(huggingFaceFiles("hf.", "gemma2")).hyperparameters().architecture, "gemma2");
}

TEST(Model, OfAnUnknownTypeCountsAsQuantized) {
  ModelFiles files = test::syntheticFiles(test::namedShape("demo"));
  EXPECT_FALSE(Model(files).quantized());
  files.tensors[3].type = static_cast<TensorType>(137);
  EXPECT_TRUE(Model(files).quantized());
  files.tensors[3].type = TensorType::Q4_K;
  EXPECT_TRUE(Model(files).quantized());
}

TEST(Model, HasANameWhereTheWorkingFolderIsGone) {
  const std::filesystem::path before = std::filesystem::current_path();
  const auto folder = std::make_unique<test::TemporaryFolder>();
  std::filesystem::create_directory(*folder / "gone");
  const std::string json = R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})";
  const std::uint64_t length = json.size();
  std::ofstream(*folder / "gone/m.safetensors", std::ios::binary)
      << std::string(reinterpret_cast<const char*>(&length), sizeof(length)) << json << 'x';
  std::ofstream(*folder / "gone/config.json") << R"({"model_type":"llama"})";
  std::filesystem::current_path(*folder / "gone");
  const auto model = Model::open("m.safetensors");
  std::filesystem::remove_all(*folder / "gone");
  if (model) {
    EXPECT_EQ((*model)->name(), "");
  }
  std::filesystem::current_path(before);
  EXPECT_TRUE(model) << model.error().message();
}

}  // namespace
}  // namespace halftone
