#include <gtest/gtest.h>

#include <algorithm>

#include "core/plan/plan.h"
#include "tests/support/synthetic_model.h"

namespace halftone {
namespace {

PlanRequest pruning(std::vector<std::uint32_t> layers) {
  PlanRequest request;
  for (const std::uint32_t layer : layers) request.prunedLayers.push_back(LayerIndex{layer});
  return request;
}

TEST(Pruning, LeavesLayersOutAndRenumbersTheRest) {
  ModelFiles files = test::syntheticFiles(test::namedShape("demo"));
  const MetadataArray perLayer(MetadataType::U32, std::vector<std::uint32_t>{10, 11, 12, 13, 14, 15});
  files.metadata.set("llama.per_layer", perLayer);
  files.metadata.set("other.per_layer", perLayer);
  const Model model(std::move(files));
  const std::size_t perLayerTensors = static_cast<std::size_t>(std::count_if(
      model.tensors().begin(), model.tensors().end(), [](const TensorInfo& t) { return t.layer == LayerIndex{0}; }));

  const Result<Plan> plan = makePlan(model, pruning({1, 4, 4}));
  ASSERT_TRUE(plan) << plan.error().message();
  EXPECT_EQ(plan->entries.size(), model.tensors().size() - 2 * perLayerTensors);
  const auto nameOf = [&](const char* source) {
    const PlanEntry* entry = plan->find(*model.findTensor(source));
    return entry == nullptr ? std::string() : entry->name;
  };
  EXPECT_EQ(nameOf("blk.0.attn_v.weight"), "blk.0.attn_v.weight");
  EXPECT_EQ(nameOf("blk.1.attn_v.weight"), "");
  EXPECT_EQ(nameOf("blk.2.attn_v.weight"), "blk.1.attn_v.weight");
  EXPECT_EQ(nameOf("blk.5.ffn_down.weight"), "blk.3.ffn_down.weight");
  EXPECT_EQ(nameOf("output.weight"), "output.weight");
  EXPECT_EQ(plan->metadata.unsignedInteger("llama.block_count"), 4u);
  const auto& shortened = std::get<MetadataArray>(*plan->metadata.find("llama.per_layer"));
  EXPECT_EQ(std::get<std::vector<std::uint32_t>>(shortened.elements()), (std::vector<std::uint32_t>{10, 12, 13, 15}));
  EXPECT_EQ(std::get<MetadataArray>(*plan->metadata.find("other.per_layer")).size(), 6u);
}

TEST(Pruning, RefusesLayersThatAreNotThereAndAllOfThem) {
  const std::shared_ptr<const Model> model = test::syntheticModel("demo");
  for (const std::vector<std::uint32_t>& layers : {std::vector<std::uint32_t>{6}, {4000000000u}, {0, 1, 2, 3, 4, 5}}) {
    const Result<Plan> plan = makePlan(*model, pruning(layers));
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().code, ErrorCode::InvalidArgument);
  }
}

TEST(Pruning, SurvivesAModelThatStatesFewerLayersThanItNames) {
  ModelFiles files = test::syntheticFiles(test::namedShape("demo"));
  files.metadata.set("llama.block_count", std::uint32_t{2});
  const MetadataArray perLayer(MetadataType::U32, std::vector<std::uint32_t>{10, 11});
  files.metadata.set("llama.per_layer", perLayer);
  const Model model(std::move(files));
  const Result<Plan> plan = makePlan(model, pruning({5}));
  ASSERT_TRUE(plan) << plan.error().message();
  EXPECT_EQ(plan->metadata.unsignedInteger("llama.block_count"), 5u);
}

}  // namespace
}  // namespace halftone
