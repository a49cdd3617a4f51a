// The encoders of the codebook types: what their bytes hold, and values of unlike sizes.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <random>

#include "core/codec/codebook_encoders.h"
#include "core/codec/codebooks.h"
#include "core/codec/codec.h"
#include "core/codec/floats.h"
#include "core/codec/ternary_supports.h"
#include "tests/core/codec/codebook_form.h"

namespace halftone {
namespace {

std::string nameOf(const testing::TestParamInfo<TensorType>& info) { return tensorTypeName(info.param); }

std::vector<float> decoded(TensorType type, std::span<const std::byte> blocks) {
  std::vector<float> values(blocks.size() / findTensorType(type)->blockBytes * 256);
  findCodec(type)->decode(blocks, values);
  return values;
}

std::vector<std::byte> encoded(TensorType type, std::span<const float> values, std::span<const float> importance = {}) {
  std::vector<std::byte> blocks(values.size() / 256 * findTensorType(type)->blockBytes);
  findCodec(type)->encode({values, 256, importance}, blocks);
  return blocks;
}

class CodebookEncode : public testing::TestWithParam<TensorType> {
 protected:
  const test::CodebookForm form = test::codebookForm(GetParam());
  const std::size_t length = form.entries.front().size();
};
INSTANTIATE_TEST_SUITE_P(Types, CodebookEncode, testing::ValuesIn(test::kCodebookTypes), nameOf);

void pack(TensorType type, const codecs::CodebookCodes& codes, std::uint8_t* bytes) {
  switch (type) {
    case TensorType::IQ3_S: return codecs::packIq3S(codes, bytes);
    case TensorType::IQ3_XXS: return codecs::packIq3Xxs(codes, bytes);
    case TensorType::IQ2_S: return codecs::packIq2S(codes, bytes);
    case TensorType::IQ2_XS: return codecs::packIq2Xs(codes, bytes);
    case TensorType::IQ2_XXS: return codecs::packIq2Xxs(codes, bytes);
    case TensorType::IQ1_M: return codecs::packIq1M(codes, bytes);
    default: return codecs::packIq1S(codes, bytes);
  }
}

codecs::CodebookCodes randomCodes(const test::CodebookForm& form, std::mt19937& random) {
  codecs::CodebookCodes codes;
  codes.d = codecs::f16ToF32(static_cast<std::uint16_t>(0x2c00U + random() % 1024));
  const auto integers = static_cast<unsigned>(form.top + 1) / 2;
  for (auto& scale : codes.scale) scale = static_cast<std::uint8_t>(random() % integers);
  for (auto& index : codes.index) index = static_cast<std::uint16_t>(random() % form.entries.size());
  for (auto& signs : codes.signs)
    signs =
        static_cast<std::uint8_t>(form.even ? codecs::evenParitySigns(static_cast<std::uint32_t>(random())) : random());
  for (std::size_t c = 0; c < 32; ++c)
    codes.negativeDelta[c] = form.sharedShift && c % 4 != 0 ? codes.negativeDelta[c - 1] : random() % 2;
  return codes;
}

TEST_P(CodebookEncode, PackingHoldsEveryCode) {
  std::mt19937 random(5);
  for (int round = 0; round < 50; ++round) {
    const codecs::CodebookCodes codes = randomCodes(form, random);
    std::vector<std::byte> block(findTensorType(GetParam())->blockBytes, std::byte{0xee});
    pack(GetParam(), codes, reinterpret_cast<std::uint8_t*>(block.data()));
    const std::vector<float> values = decoded(GetParam(), block);
    for (std::size_t i = 0; i < 256; ++i) {
      const double step = form.unit * static_cast<double>(codes.d) * (2 * codes.scale[i * form.scales / 256] + 1);
      double level = form.entries[codes.index[i / length]][i % length];
      if (form.signs && ((codes.signs[i / 8] >> (i % 8)) & 1) != 0) level = -level;
      if (!form.signs) level += codes.negativeDelta[i / 8] != 0 ? -0.125 : 0.125;
      ASSERT_EQ(values[i], static_cast<float>(step * level)) << i;
    }
  }
}

double errorOf(const std::vector<float>& x, const std::vector<float>& y, const std::vector<float>& w) {
  double error = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double e = static_cast<double>(x[i]) - static_cast<double>(y[i]);
    error += static_cast<double>(w[i]) * e * e;
  }
  return error;
}

TEST(TernarySupports, HoldEveryEntryUnderTheSignsThatItCanHave) {
  const codecs::TernarySupports& supports = codecs::ternarySupports();
  std::array<std::size_t, 256> expected{};
  for (std::size_t e = 0; e < codecs::kIq1.size(); ++e) {
    unsigned support = 0, negative = 0;
    for (std::size_t j = 0; j < 8; ++j) {
      if (codecs::kIq1[e][j] != 0) support |= 1U << j;
      if (codecs::kIq1[e][j] < 0) negative |= 1U << j;
    }
    ASSERT_EQ(supports.entry[codecs::TernarySupports::place(support, negative)], e);
    for (unsigned free = 0; free < 256; ++free) {
      if ((free & support) != 0) continue;
      ++expected[negative | free];
      const std::uint32_t row = supports.rows[negative | free][support % 128 / 16];
      ASSERT_TRUE((row >> (support % 16 + (support >= 128 ? 16 : 0)) & 1U) != 0) << e;
    }
  }
  for (std::size_t signs = 0; signs < 256; ++signs) {
    std::size_t held = 0;
    for (const std::uint32_t row : supports.rows[signs]) held += static_cast<std::size_t>(std::popcount(row));
    EXPECT_EQ(held, expected[signs]);
    EXPECT_EQ(supports.rows[signs][0] & 1U, 1U) << "no value at all is a codeword, which the search relies on";
  }
}

float storedScale(TensorType type, const std::vector<std::byte>& block) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(block.data());
  std::uint32_t bits = bytes[0] | static_cast<std::uint32_t>(bytes[1]) << 8;
  if (type == TensorType::IQ1_M) {
    bits = 0;
    for (std::size_t i = 0; i < 4; ++i) bits |= static_cast<std::uint32_t>(bytes[49 + 2 * i] >> 4) << (4 * i);
  }
  return codecs::f16ToF32(static_cast<std::uint16_t>(bits));
}

TEST_P(CodebookEncode, ZerosAreZeroBytes) {
  const std::vector<std::byte> nothing(findTensorType(GetParam())->blockBytes);
  EXPECT_EQ(encoded(GetParam(), std::vector<float>(256, 0.0F)), nothing);
  EXPECT_EQ(encoded(GetParam(), std::vector<float>(256, 1e-42F)), nothing);
}

TEST_P(CodebookEncode, BeyondTheRangeTheLargestValuesAreUsed) {
  const std::vector<std::byte> block = encoded(GetParam(), std::vector<float>(256, 1e30F));
  EXPECT_EQ(storedScale(GetParam(), block), 65504.0F);
  double level = form.signs ? 0 : 1.125;
  for (const std::vector<double>& entry : form.entries)
    level = std::max(level, *std::max_element(entry.begin(), entry.end()));
  const double most = 65504.0 * form.unit * form.top * level;
  double mean = 0;
  for (const float value : decoded(GetParam(), block)) mean += static_cast<double>(value) / 256;
  EXPECT_GE(mean, 0.5 * most) << "no codeword is all of the largest level, but some are mostly";
}

TEST_P(CodebookEncode, APeakThatHardlyCountsDoesNotHideTheRest) {
  std::mt19937 random(3);
  std::normal_distribution<float> normal;
  std::vector<float> x(256), w(256, 1.0F);
  for (float& value : x) value = normal(random);
  const double without = errorOf(x, decoded(GetParam(), encoded(GetParam(), x)), w);
  for (std::size_t i = 5; i < 256; i += 32) {
    x[i] = i % 64 == 5 ? 100.0F : -100.0F;
    w[i] = 1e-9F;
  }
  EXPECT_LE(errorOf(x, decoded(GetParam(), encoded(GetParam(), x, w)), w), 1.3 * without);
}

TEST_P(CodebookEncode, ScalesAreChosenForSubBlocksFarSmallerThanOthers) {
  std::mt19937 random(9);
  std::normal_distribution<float> normal;
  std::vector<float> x(256);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = normal(random) * (i < 128 ? 1.0F : 0.1F);
  const std::vector<float> y = decoded(GetParam(), encoded(GetParam(), x));
  double error = 0, energy = 0;
  for (std::size_t i = 128; i < 256; ++i) {
    error += std::pow(static_cast<double>(x[i]) - static_cast<double>(y[i]), 2);
    energy += std::pow(static_cast<double>(x[i]), 2);
  }
  EXPECT_LE(error, 0.5 * energy);
}

}  // namespace
}  // namespace halftone
