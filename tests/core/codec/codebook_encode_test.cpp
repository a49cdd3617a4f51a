// The encoders of the codebook types: what their bytes hold, and how near they come to an exhaustive search.
#include <gtest/gtest.h>

#include <algorithm>

#include <cmath>
#include <cstdio>
#include <random>

#include "core/codec/codebook_encoders.h"
#include "core/codec/codebooks.h"
#include "core/codec/codec.h"
#include "core/codec/floats.h"

namespace halftone {
namespace {

constexpr TensorType kTypes[] = {TensorType::IQ3_S,   TensorType::IQ3_XXS, TensorType::IQ2_S, TensorType::IQ2_XS,
                                 TensorType::IQ2_XXS, TensorType::IQ1_M,   TensorType::IQ1_S};

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

// What a type's blocks are made of.
struct Form {
  std::vector<std::vector<double>> entries;
  std::size_t scales = 8;           // sub-blocks
  double unit = 1, top = 31;        // the smallest step over d, the largest odd multiple of it
  bool signs = true, even = false;  // signs apart; with an even number of them negative in eight values
  bool sharedShift = false;         // iq1: one for a group of 32
};

template <std::size_t kLength, std::size_t kEntries>
std::vector<std::vector<double>> entriesOf(const codecs::Codebook<kLength, kEntries>& book) {
  std::vector<std::vector<double>> entries;
  for (const auto& entry : book) entries.emplace_back(entry.begin(), entry.end());
  return entries;
}

Form formOf(TensorType type) {
  switch (type) {
    case TensorType::IQ3_S: return {entriesOf(codecs::kIq3S), 8, 1, 31, true, false, false};
    case TensorType::IQ3_XXS: return {entriesOf(codecs::kIq3Xxs), 8, 0.25, 31, true, true, false};
    case TensorType::IQ2_S: return {entriesOf(codecs::kIq2S), 16, 0.125, 31, true, false, false};
    case TensorType::IQ2_XS: return {entriesOf(codecs::kIq2Xs), 16, 0.125, 31, true, true, false};
    case TensorType::IQ2_XXS: return {entriesOf(codecs::kIq2Xxs), 8, 0.125, 31, true, true, false};
    case TensorType::IQ1_M: return {entriesOf(codecs::kIq1), 16, 1, 15, false, false, false};
    default: return {entriesOf(codecs::kIq1), 8, 1, 15, false, false, true};
  }
}

class CodebookEncode : public testing::TestWithParam<TensorType> {
 protected:
  const Form form = formOf(GetParam());
  const std::size_t length = form.entries.front().size();
};
INSTANTIATE_TEST_SUITE_P(Types, CodebookEncode, testing::ValuesIn(kTypes), nameOf);

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

codecs::CodebookCodes randomCodes(const Form& form, std::mt19937& random) {
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

// A codeword's error at scale s is Σw·x² + height·s² − 2·slope·s.
struct Line {
  double slope, height;
};
using Codeword = std::vector<Line>;
using Part = std::vector<std::vector<Codeword>>;  // by alternative: the codewords that go together

// All entries for the values from `first` on; `turned`: one sign is wrong.
Codeword linesOf(const Form& form, const float* x, const float* w, double shift, bool turned) {
  Codeword lines;
  for (const std::vector<double>& entry : form.entries) {
    Line line{0, 0};
    double least = 1e300;
    for (std::size_t j = 0; j < entry.size(); ++j) {
      const double value = form.signs ? std::abs(static_cast<double>(x[j])) : static_cast<double>(x[j]);
      const double term = static_cast<double>(w[j]) * value * (entry[j] + shift);
      least = std::min(least, term);
      line.slope += term;
      line.height += static_cast<double>(w[j]) * (entry[j] + shift) * (entry[j] + shift);
    }
    if (turned) line.slope -= 2 * least;
    lines.push_back(line);
  }
  return lines;
}

// The part that holds the values from x on; its size is 32 values if a shift is shared, else 8.
Part partOf(const Form& form, const float* x, const float* w) {
  const std::size_t length = form.entries.front().size(), count = (form.sharedShift ? 32 : 8) / length;
  Part part;
  const auto add = [&](double shift, std::size_t turned) {
    part.emplace_back();
    for (std::size_t c = 0; c < count; ++c)
      part.back().push_back(linesOf(form, x + c * length, w + c * length, shift, c == turned));
  };
  if (!form.signs) {
    add(0.125, count);
    add(-0.125, count);
    return part;
  }
  const bool odd = std::count_if(x, x + 8, [](float value) { return value < 0; }) % 2 != 0;
  for (std::size_t turned = 0; turned < (form.even && odd ? count : 1); ++turned)
    add(0, form.even && odd ? turned : count);
  return part;
}

// The least that a part loses at scale s, less Σw·x².
double leastOf(const Part& part, double s) {
  double best = 1e300;
  for (const std::vector<Codeword>& alternative : part) {
    double sum = 0;
    for (const Codeword& codeword : alternative) {
      double least = 1e300;
      for (const Line& line : codeword) least = std::min(least, s * (s * line.height - 2 * line.slope));
      sum += least;
    }
    best = std::min(best, sum);
  }
  return best;
}

// The least weighted error of any d near `start`, every integer and every codeword: first in coarse steps of d, then in
// fine ones around the best.
double exhaustive(const Form& form, const std::vector<float>& x, const std::vector<float>& w, double start) {
  std::vector<Part> parts;
  const std::size_t size = form.sharedShift ? 32 : 8, perScale = 256 / form.scales / size;
  for (std::size_t i = 0; i < 256; i += size) parts.push_back(partOf(form, x.data() + i, w.data() + i));
  double best = 1e300, bestScale = start;
  const auto tryScale = [&](double wanted) {
    const double d = static_cast<double>(codecs::roundToF16(static_cast<float>(wanted)));
    double total = 0;
    for (std::size_t b = 0; b < form.scales; ++b) {
      double least = 1e300;
      for (double m = 1; m <= form.top; m += 2) {
        double sum = 0;
        for (std::size_t p = 0; p < perScale; ++p) sum += leastOf(parts[b * perScale + p], d * form.unit * m);
        least = std::min(least, sum);
      }
      total += least;
    }
    if (!(total < best)) return;
    best = total;
    bestScale = d;
  };
  for (int k = -25; k <= 25; ++k) tryScale(start * std::exp2(k / 40.0));
  const double middle = bestScale;
  for (int k = -12; k <= 12; ++k) tryScale(middle * std::exp2(k / 500.0));
  for (std::size_t i = 0; i < 256; ++i) best += static_cast<double>(w[i] * x[i]) * static_cast<double>(x[i]);
  return best;
}

double errorOf(const std::vector<float>& x, const std::vector<float>& y, const std::vector<float>& w) {
  double error = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double e = static_cast<double>(x[i]) - static_cast<double>(y[i]);
    error += static_cast<double>(w[i]) * e * e;
  }
  return error;
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

TEST_P(CodebookEncode, ComesNearAnExhaustiveSearch) {
  std::mt19937 random(17);
  std::normal_distribution<float> normal;
  double ours = 0, least = 0;
  for (int round = 0; round < 4; ++round) {
    std::vector<float> x(256), w(256, 1.0F);
    for (float& value : x) value = 0.02F * normal(random);
    if (round % 2 == 1)
      for (float& weight : w) weight = std::exp(1.5F * normal(random));
    const std::vector<std::byte> block = encoded(GetParam(), x, w);
    const double start = static_cast<double>(storedScale(GetParam(), block));
    ours += errorOf(x, decoded(GetParam(), block), w);
    least += exhaustive(form, x, w, start);
  }
  std::printf("%-8s %.4f of an exhaustive search's error\n", tensorTypeName(GetParam()).c_str(), ours / least);
  EXPECT_LE(ours, 1.02 * least);
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
