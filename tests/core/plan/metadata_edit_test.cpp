#include <gtest/gtest.h>

#include <algorithm>

#include "core/plan/plan.h"
#include "tests/support/synthetic_model.h"

namespace halftone {
namespace {

TEST(MetadataEdit, ParsesEveryType) {
  const struct {
    const char* text;
    MetadataValue value;
  } cases[] = {
      {"k=int:7", std::uint32_t{7}},
      {"k=int:4294967295", std::uint32_t{4294967295u}},
      {"k=int:4294967296", std::uint64_t{4294967296ull}},
      {"k=int:-7", std::int32_t{-7}},
      {"k=int:-3000000000", std::int64_t{-3000000000ll}},
      {"k=float:0.5", 0.5f},
      {"k=float:-1e-5", -1e-5f},
      {"k=bool:true", true},
      {"k=bool:false", false},
      {"k=str:", std::string()},
      {"k=str:a=b:c", std::string("a=b:c")},
  };
  for (const auto& expected : cases) {
    const Result<MetadataEdit> edit = parseMetadataEdit(expected.text);
    ASSERT_TRUE(edit) << expected.text;
    EXPECT_EQ(edit->key, "k");
    ASSERT_TRUE(edit->value.has_value());
    EXPECT_TRUE(*edit->value == expected.value) << expected.text;
  }
}

TEST(MetadataEdit, RefusesWhatIsNone) {
  for (const char* text : {"", "k", "=int:1", "k=1", "k=int:", "k=int:1x", "k=int:99999999999999999999", "k=float:nan",
                           "k=float:inf", "k=float:1e99", "k=bool:yes", "k=uint:1"}) {
    const Result<MetadataEdit> edit = parseMetadataEdit(text);
    ASSERT_FALSE(edit) << text;
    EXPECT_EQ(edit.error().code, ErrorCode::InvalidArgument);
  }
}

std::vector<std::string> keysOf(const Metadata& metadata) {
  std::vector<std::string> keys;
  for (const MetadataEntry& entry : metadata.entries()) keys.push_back(entry.key);
  return keys;
}

TEST(PlanMetadata, KeepsTheInputsKeysInOrderAndAddsItsOwn) {
  ModelFiles files = test::syntheticFiles(test::namedShape("demo"));
  files.metadata.set("split.count", std::uint16_t{3});
  const std::vector<std::string> before = keysOf(files.metadata);
  const Model model(std::move(files));
  PlanRequest request;
  request.importance = ImportanceSummary{"imatrix.gguf", "wiki.txt", 42, 100, {}};
  request.edits = {{"general.name", MetadataValue(std::string("Renamed"))},
                   {"demo.new", MetadataValue(true)},
                   {"general.type", std::nullopt}};
  const Result<Plan> plan = makePlan(model, request);
  ASSERT_TRUE(plan) << plan.error().message();

  std::vector<std::string> expected = before;
  std::erase(expected, "split.count");
  std::erase(expected, "general.type");
  for (const char* key : {"general.quantization_version", "quantize.imatrix.file", "quantize.imatrix.dataset",
                          "quantize.imatrix.entries_count", "quantize.imatrix.chunks_count", "demo.new"})
    expected.emplace_back(key);
  EXPECT_EQ(keysOf(plan->metadata), expected);
  EXPECT_TRUE(*plan->metadata.find("general.quantization_version") == MetadataValue(std::uint32_t{2}));
  EXPECT_TRUE(*plan->metadata.find("general.file_type") == MetadataValue(std::uint32_t{15}));
  EXPECT_TRUE(*plan->metadata.find("quantize.imatrix.entries_count") == MetadataValue(std::uint32_t{42}));
  EXPECT_EQ(plan->metadata.string("general.name"), "Renamed");
}

TEST(PlanMetadata, RefusesEditsOfTheFilesOwnKeys) {
  const std::shared_ptr<const Model> model = test::syntheticModel("demo");
  for (const char* key : {"", "split.no", "general.alignment"}) {
    PlanRequest request;
    request.edits = {{key, MetadataValue(std::uint32_t{1})}};
    const Result<Plan> plan = makePlan(*model, request);
    ASSERT_FALSE(plan) << key;
    EXPECT_EQ(plan.error().code, ErrorCode::InvalidArgument);
  }
}

}  // namespace
}  // namespace halftone
