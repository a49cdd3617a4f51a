#include "core/plan/plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "tests/support/synthetic_model.h"

namespace halftone {
namespace {

Plan planOf(const Model& model, const PlanRequest& request) {
  Result<Plan> plan = makePlan(model, request);
  EXPECT_TRUE(plan) << plan.error().message();
  return plan ? std::move(*plan) : Plan{};
}

PlanRequest requestOf(Preset preset) {
  PlanRequest request;
  request.preset = preset;
  return request;
}

const PlanEntry& entryOf(const Model& model, const Plan& plan, const char* name) {
  return *plan.find(model.findTensor(name).value());
}

const MetadataArray& tokensOf(const Metadata& metadata) {
  return std::get<MetadataArray>(*metadata.find("tokenizer.ggml.tokens"));
}

TEST(Plan, SharesTheTokenizerWithTheModel) {
  test::ModelShape shape = test::namedShape("llama3-8b");
  shape.tokenizer = true;
  const std::shared_ptr<const Model> model = test::syntheticModel(shape);
  const auto start = std::chrono::steady_clock::now();
  const Plan plan = planOf(*model, requestOf(Preset::Q4_K_M));
  const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - start;
  std::printf("%zu tensors, %zu tokens: planned in %.2f ms\n", plan.entries.size(), tokensOf(plan.metadata).size(),
              taken.count());
  ASSERT_EQ(plan.shards.size(), 1u);
  const void* const held = &tokensOf(model->metadata()).elements();
  EXPECT_EQ(&tokensOf(plan.metadata).elements(), held) << "a plan is made with every click";
  EXPECT_EQ(&tokensOf(plan.shards[0].metadata).elements(), held);
}

TEST(Plan, SaysWhyEachTensorHasItsType) {
  const std::shared_ptr<const Model> model = test::syntheticModel("qwen2.5-0.5b");
  const Plan plan = planOf(*model, requestOf(Preset::Q4_K_M));
  const struct {
    const char* tensor;
    ReasonKind kind;
    const char* reason;
  } cases[] = {
      {"blk.0.attn_q.weight", ReasonKind::Fallback,
       "896 columns do not divide into blocks of 256: q5_0 instead of q4_K, 100.4 kB more"},
      {"blk.0.ffn_down.weight", ReasonKind::Rule,
       "Q4_K_M gives ffn_down q6_K in the first and last eighth of the layers and every third between"},
      {"blk.4.ffn_down.weight", ReasonKind::Preset, "Q4_K_M's base type"},
      {"blk.0.attn_q.bias", ReasonKind::NotQuantized, "never quantized: one dimension"},
      {"token_embd.weight", ReasonKind::Rule,
       "Q4_K_M gives token_embd q8_0 when its rows do not divide into the preset's blocks"},
  };
  for (const auto& expected : cases) {
    const PlanEntry& entry = entryOf(*model, plan, expected.tensor);
    EXPECT_EQ(entry.kind, expected.kind) << expected.tensor;
    EXPECT_EQ(entry.reason, expected.reason) << expected.tensor;
  }
  EXPECT_EQ(entryOf(*model, plan, "blk.0.attn_q.weight").wanted, TensorType::Q4_K);
  EXPECT_EQ(plan.fallbacks, 144u);
  ASSERT_EQ(plan.warnings.size(), 1u);
  EXPECT_NE(plan.warnings[0].find("144 of 290 tensors"), std::string::npos) << plan.warnings[0];
}

TEST(Plan, FallbackBytesAreWhatTheyAddOverTheWantedTypes) {
  const std::shared_ptr<const Model> model = test::syntheticModel("qwen2.5-0.5b");
  const Plan plan = planOf(*model, requestOf(Preset::Q4_K_M));
  double added = 0;
  for (const PlanEntry& entry : plan.entries)
    if (entry.wanted)
      added += static_cast<double>(entry.bytes.count) -
               static_cast<double>(entry.shape.elements()) * findTensorType(*entry.wanted)->bitsPerWeight() / 8;
  EXPECT_NEAR(static_cast<double>(plan.fallbackBytes.count), added, 200);
}

TEST(Plan, ExplicitTypesComeBeforeOverridesBeforeRules) {
  const std::shared_ptr<const Model> model = test::syntheticModel("demo");
  PlanRequest request = requestOf(Preset::Q4_K_M);
  request.outputType = TensorType::Q8_0;
  request.embeddingType = TensorType::Q5_K;
  request.overrides = {{"output", TensorType::Q2_K}, {"attn_v", TensorType::Q3_K}, {"attn", TensorType::Q5_0}};
  request.byHand[*model->findTensor("blk.1.attn_v.weight")] = TensorType::F16;
  const Plan plan = planOf(*model, request);
  EXPECT_EQ(entryOf(*model, plan, "output.weight").type, TensorType::Q8_0);
  EXPECT_EQ(entryOf(*model, plan, "output.weight").kind, ReasonKind::Option);
  EXPECT_EQ(entryOf(*model, plan, "token_embd.weight").type, TensorType::Q5_K);
  EXPECT_EQ(entryOf(*model, plan, "blk.0.attn_v.weight").type, TensorType::Q3_K);
  EXPECT_EQ(entryOf(*model, plan, "blk.0.attn_v.weight").reason, "its name matches \"attn_v\"");
  EXPECT_EQ(entryOf(*model, plan, "blk.1.attn_v.weight").type, TensorType::F16);
  EXPECT_EQ(entryOf(*model, plan, "blk.1.attn_v.weight").kind, ReasonKind::ByHand);
  EXPECT_EQ(entryOf(*model, plan, "blk.0.attn_output.weight").type, TensorType::Q2_K);  // "output" is unanchored
  EXPECT_EQ(entryOf(*model, plan, "blk.0.attn_norm.weight").type, TensorType::F32);
}

TEST(Plan, OneTensorsTypeNeverMovesAnothers) {
  const std::shared_ptr<const Model> model = test::syntheticModel("demo");
  const Plan before = planOf(*model, requestOf(Preset::Q4_K_M));
  const TensorId changed = *model->findTensor("blk.2.attn_v.weight");
  PlanRequest request = requestOf(Preset::Q4_K_M);
  request.overrides = {{"^blk\\.2\\.attn_v\\.weight$", TensorType::Q8_0}};
  const Plan after = planOf(*model, request);
  for (const PlanEntry& entry : before.entries) {
    const PlanEntry* other = after.find(entry.tensor);
    EXPECT_EQ(other->type, entry.tensor == changed ? TensorType::Q8_0 : entry.type) << entry.name;
  }
}

TEST(Plan, PureUsesTheBaseTypeButForWhatIsAskedExplicitly) {
  const std::shared_ptr<const Model> model = test::syntheticModel("demo");
  PlanRequest request = requestOf(Preset::Q4_K_M);
  request.pure = true;
  request.overrides = {{"attn_k", TensorType::Q8_0}};
  const Plan plan = planOf(*model, request);
  for (const PlanEntry& entry : plan.entries) {
    if (entry.kind == ReasonKind::NotQuantized) continue;
    const bool key = entry.name.find("attn_k") != std::string::npos;
    EXPECT_EQ(entry.type, key ? TensorType::Q8_0 : TensorType::Q4_K) << entry.name;
  }
}

TEST(Plan, LeaveOutputKeepsItsType) {
  const std::shared_ptr<const Model> model = test::syntheticModel("demo");
  PlanRequest request = requestOf(Preset::Q4_K_M);
  request.leaveOutput = true;
  EXPECT_EQ(entryOf(*model, planOf(*model, request), "output.weight").type, TensorType::F16);
  const std::shared_ptr<const Model> tied = test::syntheticModel("llama3.2-1b");
  const Plan plan = planOf(*tied, request);
  EXPECT_EQ(entryOf(*tied, plan, "token_embd.weight").type, TensorType::Q6_K);
  EXPECT_EQ(plan.warnings.size(), 1u);  // the option has no effect
}

TEST(Plan, OutputTypeGoesToTheEmbeddingThatServesAsOutput) {
  const std::shared_ptr<const Model> tied = test::syntheticModel("llama3.2-1b");
  PlanRequest request = requestOf(Preset::Q4_K_M);
  request.outputType = TensorType::Q8_0;
  const auto embeddingType = [&] {
    const Plan plan = planOf(*tied, request);
    EXPECT_TRUE(plan.warnings.empty());
    return entryOf(*tied, plan, "token_embd.weight").type;
  };
  EXPECT_EQ(embeddingType(), TensorType::Q8_0);
  request.pure = true;
  EXPECT_EQ(embeddingType(), TensorType::Q8_0);
  request.overrides = {{"token_embd", TensorType::Q5_K}};
  EXPECT_EQ(embeddingType(), TensorType::Q5_K) << "patterns come first where the output is not a tensor of its own";
  request.overrides.clear();
  request.embeddingType = TensorType::Q6_K;
  EXPECT_EQ(embeddingType(), TensorType::Q6_K);
  const std::shared_ptr<const Model> untied = test::syntheticModel("demo");
  request.embeddingType.reset();
  EXPECT_EQ(entryOf(*untied, planOf(*untied, request), "token_embd.weight").type, TensorType::Q4_K);
}

TEST(Plan, RequantizingNeedsConsent) {
  test::ModelShape shape = test::namedShape("demo");
  shape.weightType = TensorType::Q8_0;
  const std::shared_ptr<const Model> model = test::syntheticModel(shape);
  PlanRequest request = requestOf(Preset::Q4_K_M);
  const Result<Plan> refused = makePlan(*model, request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::NeedsConsent);
  EXPECT_NE(refused.error().message().find("q8_0"), std::string::npos);
  request.allowRequantize = true;
  EXPECT_EQ(entryOf(*model, planOf(*model, request), "blk.0.attn_q.weight").type, TensorType::Q4_K);
  // Nothing changes, so there is nothing to consent to.
  request = requestOf(Preset::Q8_0);
  const Plan same = planOf(*model, request);
  EXPECT_EQ(entryOf(*model, same, "blk.0.attn_q.weight").kind, ReasonKind::Kept);
  EXPECT_EQ(entryOf(*model, same, "blk.0.attn_q.weight").reason, "it is q8_0 already");
}

TEST(Plan, WarnsOfTheSmallestTypesWithoutImportance) {
  const std::shared_ptr<const Model> model = test::syntheticModel("demo");
  for (const Preset preset : {Preset::IQ1_S, Preset::IQ1_M, Preset::IQ2_XXS, Preset::IQ2_XS}) {
    const Plan plan = planOf(*model, requestOf(preset));
    ASSERT_FALSE(plan.warnings.empty());
    EXPECT_NE(plan.warnings.front().find("tensors become so small that an importance matrix is needed"),
              std::string::npos)
        << plan.warnings.front();
  }
}

TEST(Plan, CountsTensorsWithoutTheImportanceTheyNeed) {
  const std::shared_ptr<const Model> model = test::syntheticModel("demo");
  PlanRequest request = requestOf(Preset::IQ2_XXS);
  const Plan without = planOf(*model, request);
  EXPECT_GT(without.needsImportance, 0u);
  EXPECT_FALSE(entryOf(*model, without, "token_embd.weight").needsImportance);
  EXPECT_TRUE(entryOf(*model, without, "blk.0.ffn_up.weight").needsImportance);

  request.importance = ImportanceSummary{"i.gguf", "", 1, 1, {}};
  for (const TensorInfo& tensor : model->tensors()) request.importance->tensors.push_back(tensor.name);
  const Plan with = planOf(*model, request);
  EXPECT_EQ(with.needsImportance, 0u);
  EXPECT_TRUE(with.warnings.empty());

  std::erase(request.importance->tensors, "blk.3.ffn_up.weight");
  const Plan gap = planOf(*model, request);
  EXPECT_EQ(gap.needsImportance, 1u);
  EXPECT_EQ(gap.warnings.size(), 2u);
  EXPECT_EQ(gap.warnings.front(),
            "1 tensor becomes so small that an importance matrix is needed for good results, and there is none for it "
            "(blk.3.ffn_up.weight, iq2_xxs); every column counts the same.");
  EXPECT_EQ(planOf(*model, requestOf(Preset::Q2_K)).needsImportance, 0u);
  EXPECT_GT(planOf(*model, requestOf(Preset::Q2_K_S)).needsImportance, 0u);
}

TEST(Plan, SaysWhichTypesATensorCannotHave) {
  const std::shared_ptr<const Model> model = test::syntheticModel("qwen2.5-0.5b");
  const TensorInfo& query = model->tensor(*model->findTensor("blk.0.attn_q.weight"));
  const TensorInfo& norm = model->tensor(*model->findTensor("blk.0.attn_norm.weight"));
  EXPECT_EQ(whyNotType(query, TensorType::Q8_0), "");
  EXPECT_EQ(whyNotType(query, TensorType::F32), "");
  EXPECT_EQ(whyNotType(query, TensorType::Q4_K), "896 columns do not divide into blocks of 256");
  EXPECT_EQ(whyNotType(query, TensorType::I32), "i32 is no type for weights");
  EXPECT_EQ(whyNotType(query, static_cast<TensorType>(137)), "type 137 is no type for weights");
  EXPECT_EQ(whyNotType(norm, TensorType::Q8_0), "it is never quantized: one dimension");
  EXPECT_EQ(whyNotType(norm, TensorType::F32), "");

  PlanRequest request;
  request.byHand[query.id] = TensorType::Q4_K;
  const Result<Plan> plan = makePlan(*model, request);
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().code, ErrorCode::InvalidArgument);
  request.byHand = {{TensorId{9999}, TensorType::Q8_0}};
  EXPECT_FALSE(makePlan(*model, request));
}

TEST(Plan, RefusesTypesThatAreNoneForWeights) {
  const std::shared_ptr<const Model> model = test::syntheticModel("qwen2.5-0.5b");
  for (const TensorType type : {TensorType::I32, TensorType::F64, TensorType::F8_E4M3, static_cast<TensorType>(137)}) {
    PlanRequest requests[3];
    requests[0].overrides.push_back({"attn_q", type});
    requests[1].outputType = type;
    requests[2].embeddingType = type;
    for (const PlanRequest& request : requests) {
      const Result<Plan> plan = makePlan(*model, request);
      ASSERT_FALSE(plan) << tensorTypeName(type);
      EXPECT_EQ(plan.error().code, ErrorCode::InvalidArgument);
      EXPECT_NE(plan.error().message().find("is no type for weights"), std::string::npos) << plan.error().message();
    }
  }
}

TEST(Plan, FallsBackToF16WhereNothingElseFits) {
  test::ModelShape shape;
  shape.embedding = 24;
  shape.heads = 2;
  const std::shared_ptr<const Model> model = test::syntheticModel(shape);
  const Plan plan = planOf(*model, requestOf(Preset::Q4_K_M));
  const PlanEntry& entry = entryOf(*model, plan, "blk.0.attn_q.weight");
  EXPECT_EQ(entry.type, TensorType::F16);
  EXPECT_EQ(entry.wanted, TensorType::Q4_K);
}

TEST(Plan, NeverQuantizesByName) {
  for (const char* name :
       {"blk.0.ffn_gate_inp.weight", "blk.0.attn_q_norm.weight", "position_embd.weight", "token_types.weight",
        "blk.0.ssm_conv1d.weight", "blk.0.time_mix_w1.weight", "blk.0.attn_rel_b.weight", "blk.0.ffn_up.scales"}) {
    ModelFiles files = test::syntheticFiles(test::namedShape("demo"));
    files.tensors.back().name = name;
    files.tensors.back().shape = makeShape({{256, 256}}).value();
    files.tensors.back().type = TensorType::F16;
    files.tensors.back().bytes = 256 * 256 * 2;
    const Model model(std::move(files));
    const Plan plan = planOf(model, requestOf(Preset::Q4_0));
    EXPECT_EQ(entryOf(model, plan, name).kind, ReasonKind::NotQuantized) << name;
    EXPECT_EQ(entryOf(model, plan, name).type, TensorType::F16) << name;
  }
}

TEST(Plan, RefusesTensorsOfUnknownType) {
  ModelFiles files = test::syntheticFiles(test::namedShape("demo"));
  files.tensors[3].type = static_cast<TensorType>(137);
  const std::string name = files.tensors[3].name;
  const Result<Plan> plan = makePlan(Model(std::move(files)), requestOf(Preset::Q4_0));
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().code, ErrorCode::UnsupportedType);
  EXPECT_NE(plan.error().message().find(name), std::string::npos);
  EXPECT_NE(plan.error().message().find("ik_llama.cpp"), std::string::npos);
}

TEST(Plan, WarnsOfOverridesThatDecideNothing) {
  const std::shared_ptr<const Model> model = test::syntheticModel("demo");
  PlanRequest request = requestOf(Preset::Q8_0);
  request.overrides = {{"attn_v", TensorType::Q6_K},
                       {"attn_v.weight", TensorType::Q5_K},
                       {"nothing", TensorType::F16},
                       {"attn_norm", TensorType::Q8_0}};  // norms are never quantized
  const Plan plan = planOf(*model, request);
  ASSERT_EQ(plan.warnings.size(), 3u);
  EXPECT_NE(plan.warnings[0].find("attn_v.weight=q5_K"), std::string::npos);
  EXPECT_NE(plan.warnings[1].find("nothing=f16"), std::string::npos);
  EXPECT_NE(plan.warnings[2].find("attn_norm=q8_0"), std::string::npos);
}

TEST(Plan, SizesAddUpAndShardsHoldEverything) {
  const std::shared_ptr<const Model> model = test::syntheticModel("demo");
  PlanRequest request = requestOf(Preset::Q4_K_M);
  const Plan whole = planOf(*model, request);
  ASSERT_EQ(whole.shards.size(), 1u);
  EXPECT_EQ(whole.fileBytes, ggufFileSize(whole.shards[0]).value());
  EXPECT_GT(whole.fileBytes, whole.totalBytes);
  EXPECT_EQ(whole.weights, model->parameters());

  request.split.maxTensors = 7;
  const Plan split = planOf(*model, request);
  ASSERT_EQ(split.shards.size(), (split.entries.size() + 6) / 7);
  std::size_t tensors = 0;
  Bytes bytes;
  for (const GgufLayout& shard : split.shards) {
    tensors += shard.tensors.size();
    bytes += ggufFileSize(shard).value();
  }
  EXPECT_EQ(tensors, split.entries.size());
  EXPECT_EQ(split.fileBytes, bytes);
  EXPECT_EQ(split.totalBytes, whole.totalBytes);
}

TEST(Plan, PlansModelsThatGgufCouldNotHold) {
  ModelFiles files = test::syntheticFiles(test::namedShape("demo"));
  files.format = ModelFormat::Safetensors;
  files.tensors[1].name = "model.language_model.layers.0.self_attn.a_very_long_name_of_a_module.q_proj.weight";
  const Model model(std::move(files));
  const Plan plan = planOf(model, requestOf(Preset::Q8_0));
  EXPECT_EQ(plan.fileBytes, plan.totalBytes);
  EXPECT_EQ(plan.warnings.size(), 1u);
}

}  // namespace
}  // namespace halftone
