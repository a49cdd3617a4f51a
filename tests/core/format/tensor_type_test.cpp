#include "core/format/tensor_type.h"

#include <gtest/gtest.h>

namespace halftone {
namespace {

TEST(TensorTypes, AreOrderedByIdAndFindable) {
  std::uint32_t previous = 0;
  std::size_t quantized = 0;
  for (const TensorTypeInfo& info : knownTensorTypes()) {
    const auto id = static_cast<std::uint32_t>(info.type);
    EXPECT_TRUE(id > previous || id == 0) << info.name;
    EXPECT_EQ(findTensorType(info.type), &info);
    EXPECT_EQ(tensorTypeByName(info.name), info.type);
    quantized += info.quantized ? 1 : 0;
    previous = id;
  }
  EXPECT_EQ(knownTensorTypes().size(), 37U);
  EXPECT_EQ(quantized, 25U);
}

TEST(TensorTypes, HaveTheBitsPerWeightOfTheFormat) {
  struct Case {
    TensorType type;
    double bits;
  };
  const Case cases[] = {
      {TensorType::Q4_0, 4.5},       {TensorType::Q4_1, 5},         {TensorType::Q5_0, 5.5},
      {TensorType::Q5_1, 6},         {TensorType::Q8_0, 8.5},       {TensorType::Q2_K, 2.625},
      {TensorType::Q3_K, 3.4375},    {TensorType::Q4_K, 4.5},       {TensorType::Q5_K, 5.5},
      {TensorType::Q6_K, 6.5625},    {TensorType::IQ2_XXS, 2.0625}, {TensorType::IQ2_XS, 2.3125},
      {TensorType::IQ3_XXS, 3.0625}, {TensorType::IQ1_S, 1.5625},   {TensorType::IQ4_NL, 4.5},
      {TensorType::IQ3_S, 3.4375},   {TensorType::IQ2_S, 2.5625},   {TensorType::IQ4_XS, 4.25},
      {TensorType::IQ1_M, 1.75},     {TensorType::TQ1_0, 1.6875},   {TensorType::TQ2_0, 2.0625},
      {TensorType::MXFP4, 4.25},     {TensorType::NVFP4, 4.5},      {TensorType::Q1_0, 1.125},
      {TensorType::Q2_0, 2.25},      {TensorType::F32, 32},         {TensorType::F16, 16},
      {TensorType::BF16, 16},        {TensorType::F64, 64},         {TensorType::F8_E4M3, 8},
  };
  for (const Case& item : cases) EXPECT_EQ(findTensorType(item.type)->bitsPerWeight(), item.bits);
}

TEST(TensorTypes, AreFoundByNameInAnyCase) {
  EXPECT_EQ(tensorTypeByName("Q4_K"), TensorType::Q4_K);
  EXPECT_EQ(tensorTypeByName("q4_k"), TensorType::Q4_K);
  EXPECT_EQ(tensorTypeByName("IQ3_xxs"), TensorType::IQ3_XXS);
  EXPECT_EQ(tensorTypeByName("q4_"), std::nullopt);
  EXPECT_EQ(tensorTypeByName(""), std::nullopt);
  EXPECT_EQ(tensorTypeByName("q4_K_M"), std::nullopt);
}

TEST(TensorTypes, OfUnknownIdsAreNamedWithTheirRuntime) {
  EXPECT_EQ(tensorTypeName(TensorType::Q5_K), "q5_K");
  EXPECT_EQ(tensorTypeName(TensorType{137}), "type 137");
  EXPECT_EQ(findTensorType(TensorType{137}), nullptr);
  EXPECT_EQ(unknownTypeOrigin(TensorType{137}), "ik_llama.cpp");
  EXPECT_EQ(unknownTypeOrigin(TensorType{43}), "a newer llama.cpp");
  for (std::uint32_t id : {4U, 5U, 31U, 32U, 33U, 36U, 37U, 38U})
    EXPECT_EQ(unknownTypeOrigin(TensorType{id}), "a retired type");
  for (std::uint32_t id : {9U, 15U})
    EXPECT_NE(unknownTypeOrigin(TensorType{id}).find("inference"), std::string_view::npos);
  EXPECT_EQ(unknownTypeOrigin(TensorType::Q5_K), "");
}

TEST(TensorBytes, CountWholeBlocks) {
  EXPECT_EQ(tensorBytes(TensorType::Q4_K, 4096, 3)->count, 3U * 16 * 144);
  EXPECT_EQ(tensorBytes(TensorType::F16, 7, 5)->count, 70U);
  EXPECT_EQ(tensorBytes(TensorType::Q8_0, 0, 5)->count, 0U);
  EXPECT_EQ(tensorBytes(TensorType::Q8_0, 32, 0)->count, 0U);
}

TEST(TensorBytes, RefuseWhatDoesNotDivideOrFit) {
  const Result<Bytes> odd = tensorBytes(TensorType::Q4_K, 4095, 3);
  ASSERT_FALSE(odd);
  EXPECT_EQ(odd.error().code, ErrorCode::InvalidArgument);
  EXPECT_NE(odd.error().reason.find("4095"), std::string::npos);

  const Result<Bytes> unknown = tensorBytes(TensorType{137}, 256, 1);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, ErrorCode::UnsupportedType);
  EXPECT_NE(unknown.error().reason.find("ik_llama.cpp"), std::string::npos);

  EXPECT_EQ(tensorBytes(TensorType::F32, std::uint64_t{1} << 62, 1).error().code, ErrorCode::InvalidArgument);
  EXPECT_EQ(tensorBytes(TensorType::F32, std::uint64_t{1} << 32, std::uint64_t{1} << 30).error().code,
            ErrorCode::InvalidArgument);
  EXPECT_EQ(tensorBytes(TensorType::F32, std::uint64_t{1} << 32, std::uint64_t{1} << 29)->count,
            std::uint64_t{1} << 63);
}

}  // namespace
}  // namespace halftone
