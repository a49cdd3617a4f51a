#include "core/plan/type_override.h"

#include <gtest/gtest.h>

#include <thread>

namespace halftone {
namespace {

TEST(TypeOverride, ParsesPatternAndType) {
  const Result<TypeOverride> parsed = parseTypeOverride("BLK\\.[0-9]\\.ffn_down=Q6_k");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->pattern, "blk\\.[0-9]\\.ffn_down");
  EXPECT_EQ(parsed->type, TensorType::Q6_K);
}

TEST(TypeOverride, RefusesWhatIsNone) {
  const std::string nested = std::string(1990, '(') + "a" + "=q8_0";
  const std::string manyParts = "a{1000}{1000}=q8_0";
  for (const std::string& text :
       {std::string("attn_v"), std::string("=q8_0"), std::string("attn_v="), std::string("attn_v=q9_0"),
        std::string("attn_v=i32"), std::string("(=q8_0"), std::string("[z-a]=q8_0"), std::string("*=q8_0"),
        std::string(3000, 'a') + "=q8_0", nested, manyParts, std::string("(((a{99}){99}){99}){99}=q8_0")}) {
    const Result<TypeOverride> parsed = parseTypeOverride(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, ErrorCode::InvalidArgument);
    EXPECT_FALSE(parsed.error().advice.empty());
  }
}

TEST(TypeOverride, FileIsSplitAtSpaceAndSkipsComments) {
  const Result<std::vector<TypeOverride>> parsed =
      parseTypeOverrides("# a recipe\nattn_v=q8_0 ffn_down=q6_K\n\t# attn_k=f16\noutput=q5_K # the last");
  ASSERT_TRUE(parsed) << parsed.error().message();
  ASSERT_EQ(parsed->size(), 3u);
  EXPECT_EQ((*parsed)[1].pattern, "ffn_down");
  EXPECT_EQ((*parsed)[2].type, TensorType::Q5_K);
  EXPECT_TRUE(parseTypeOverrides("").value().empty());
  EXPECT_FALSE(parseTypeOverrides("attn_v=q8_0 attn_k"));
}

TEST(TypeOverride, FirstMatchWinsAnywhereInTheName) {
  const std::vector<TypeOverride> overrides = {
      {"ffn_(up|gate)", TensorType::Q4_K}, {"^blk\\.1\\.", TensorType::Q8_0}, {"ffn", TensorType::Q6_K}};
  const Result<CompiledOverrides> compiled = CompiledOverrides::compile(overrides);
  ASSERT_TRUE(compiled);
  EXPECT_EQ(compiled->firstMatch("blk.1.ffn_up.weight"), 0u);
  EXPECT_EQ(compiled->firstMatch("blk.1.attn_q.weight"), 1u);
  EXPECT_EQ(compiled->firstMatch("blk.11.ffn_down.weight"), 2u);
  EXPECT_EQ(compiled->firstMatch("output.weight"), std::nullopt);
}

// Patterns that take exponential time or much stack where matching backtracks. A thread has a smaller stack.
TEST(TypeOverride, HostilePatternsNeitherHangNorCrash) {
  const std::string name = std::string(60, 'a') + "!";
  for (const std::string& pattern :
       {std::string("(a+)+$"), std::string("(a*)*b"), std::string("(a|aa)+$"), std::string("((a{0,40}){0,40})+b"),
        std::string("(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)x"), std::string(600, '(') + "b" + std::string(600, ')'),
        std::string(1000, 'a'), std::string(1900, '('), std::string("(?=a)(?!b)a*$")}) {
    std::thread([&] {
      const std::vector<TypeOverride> overrides = {{pattern, TensorType::Q8_0}};
      const Result<CompiledOverrides> compiled = CompiledOverrides::compile(overrides);
      if (!compiled) return;
      EXPECT_EQ(compiled->firstMatch(name), std::nullopt) << pattern.substr(0, 40);
    }).join();
  }
}

TEST(TypeOverride, LongNamesAreMatchedInBoundedTime) {
  const std::vector<TypeOverride> overrides = {{"(a+)+b$", TensorType::Q8_0}};
  const Result<CompiledOverrides> compiled = CompiledOverrides::compile(overrides);
  ASSERT_TRUE(compiled);
  EXPECT_EQ(compiled->firstMatch(std::string(2000, 'a')), std::nullopt);
  EXPECT_EQ(compiled->firstMatch(std::string(2000, 'a') + "b"), 0u);
}

}  // namespace
}  // namespace halftone
