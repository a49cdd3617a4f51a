// How near the encoders of one-scale types, mxfp4, nvfp4 and iq4_xs come to the least error that there is.
#include "tests/core/codec/scale_optimum.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <random>

#include "core/codec/codec.h"
#include "tests/core/codec/vectors.h"

namespace halftone {
namespace {

constexpr TensorType kTypes[] = {TensorType::Q1_0,  TensorType::TQ1_0, TensorType::TQ2_0, TensorType::Q2_0,
                                 TensorType::Q4_0,  TensorType::Q5_0,  TensorType::Q8_0,  TensorType::IQ4_NL,
                                 TensorType::MXFP4, TensorType::NVFP4, TensorType::IQ4_XS};
constexpr const char* kInputs[] = {"gaussian", "heavy_tailed", "outlier_channels", "uneven_rows"};

std::string nameOf(const testing::TestParamInfo<TensorType>& info) { return tensorTypeName(info.param); }

class NearTheOptimum : public testing::TestWithParam<TensorType> {};
INSTANTIATE_TEST_SUITE_P(Types, NearTheOptimum, testing::ValuesIn(kTypes), nameOf);

struct Errors {
  double ours = 0, least = 0, energy = 0;
  std::size_t beaten = 0;  // blocks in which we err less than is possible
};

double squaredError(const test::WeightedBlock& block, std::span<const float> decoded) {
  double error = 0;
  for (std::size_t i = 0; i < block.x.size(); ++i) {
    const double r = static_cast<double>(block.x[i]) - static_cast<double>(decoded[i]);
    error += static_cast<double>(block.w[i]) * r * r;
  }
  return error;
}

// Of every `stride`-th block of rows of `columns` values.
Errors compare(TensorType type, std::span<const float> values, std::size_t columns, std::span<const float> importance,
               Effort effort, std::size_t stride) {
  const std::size_t length = findTensorType(type)->blockLength;
  const std::vector<float> even(length, 1.0F);
  std::vector<std::byte> bytes(findTensorType(type)->blockBytes);
  std::vector<float> decoded(length);
  Errors errors;
  for (std::size_t i = 0; i < values.size(); i += stride * length) {
    const std::span<const float> own = importance.empty() ? importance : importance.subspan(i % columns, length);
    const test::WeightedBlock block{values.subspan(i, length), own.empty() ? std::span<const float>(even) : own};
    findCodec(type)->encode({block.x, length, own, effort}, bytes);
    findCodec(type)->decode(bytes, decoded);
    const double ours = squaredError(block, decoded), least = test::leastError(type, block).value();
    errors.beaten += least > ours * (1 + 1e-6) ? 1 : 0;
    errors.ours += ours;
    errors.least += least;
    for (std::size_t j = 0; j < length; ++j)
      errors.energy +=
          static_cast<double>(block.w[j]) * static_cast<double>(block.x[j]) * static_cast<double>(block.x[j]);
  }
  return errors;
}

TEST_P(NearTheOptimum, OnTheVectors) {
  const auto vectors = test::readVectors("encode_inputs.gguf");
  const std::vector<float> importance = vectors.at("importance").floats();
  const bool superBlock = GetParam() == TensorType::IQ4_XS;
  Errors total[2];
  for (const char* input : kInputs) {
    for (const bool weighted : {false, true}) {
      const test::Vector& vector = vectors.at(input);
      for (const Effort effort : {Effort::Normal, Effort::Thorough}) {
        const Errors errors = compare(GetParam(), vector.floats(), vector.columns,
                                      weighted ? std::span<const float>(importance) : std::span<const float>(), effort,
                                      superBlock ? 23 : 1);
        std::printf("%-7s %-17s %-8s %-8s ours %.4e least %.4e ratio %.4f\n", tensorTypeName(GetParam()).c_str(), input,
                    weighted ? "weighted" : "plain", std::string(effortName(effort)).c_str(),
                    errors.ours / errors.energy, errors.least / errors.energy, errors.ours / errors.least);
        EXPECT_EQ(errors.beaten, 0U) << "the oracle is not one";
        EXPECT_LE(errors.ours, (superBlock ? 1.02 : 1.01) * errors.least) << input << (weighted ? ", weighted" : "");
        Errors& sum = total[effort == Effort::Normal ? 0 : 1];
        sum.ours += errors.ours / errors.least;
        sum.least += 1;
      }
    }
  }
  // A thorough search closes at least half of what a normal one leaves, where that is anything.
  EXPECT_LE(total[1].ours - total[1].least, 0.5 * (total[0].ours - total[0].least) + 1e-4);
}

}  // namespace
}  // namespace halftone
