#include "core/model/model.h"

#include <gtest/gtest.h>

#include "tests/support/paths.h"
#include "tests/support/synthetic_model.h"

namespace halftone {
namespace {

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

}  // namespace
}  // namespace halftone
