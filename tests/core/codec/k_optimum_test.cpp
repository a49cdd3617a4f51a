// How near the encoders of the K types come to the least error that a slow search finds.
#include <gtest/gtest.h>

#include <cstdio>

#include "core/codec/codec.h"
#include "tests/core/codec/k_optimum.h"
#include "tests/core/codec/vectors.h"

namespace halftone {
namespace {

constexpr TensorType kTypes[] = {TensorType::Q2_K, TensorType::Q3_K, TensorType::Q4_K, TensorType::Q5_K,
                                 TensorType::Q6_K};
constexpr const char* kInputs[] = {"gaussian", "heavy_tailed", "outlier_channels", "uneven_rows"};
constexpr std::size_t kLength = 256;

// Blocks from one that is tested to the next, prime so that every column of blocks is met; by what the oracles cost.
std::size_t strideOf(TensorType type) {
  return type == TensorType::Q3_K ? 3 : type == TensorType::Q6_K ? 5 : type == TensorType::Q2_K ? 31 : 23;
}

// How far normal effort may stay from the oracle: 2 %, but more where coming nearer takes a multiple of the time, which
// thorough effort takes. Importance that a few columns dominate makes the error of q2_K, q4_K and q5_K rugged in both
// integers; and at q5_K a scale's step is wider than the dip that its many codes need.
double allowed(TensorType type, bool weighted) {
  if (type == TensorType::Q5_K) return 1.05;
  if (type == TensorType::Q4_K && weighted) return 1.03;
  if (type == TensorType::Q2_K && weighted) return 1.07;
  return 1.02;
}

std::string nameOf(const testing::TestParamInfo<TensorType>& info) { return tensorTypeName(info.param); }

class NearTheLeastOfK : public testing::TestWithParam<TensorType> {};
INSTANTIATE_TEST_SUITE_P(Types, NearTheLeastOfK, testing::ValuesIn(kTypes), nameOf);

// Σ w·(x − y)². q2_K is stretched at last, so that it does not shrink the block; what its codes and the sub-blocks'
// integers are worth shows when that is taken back.
double codesError(TensorType type, const test::WeightedBlock& block, std::span<const float> decoded) {
  double energy = 0, product = 0, square = 0;
  for (std::size_t i = 0; i < kLength; ++i) {
    const double x = static_cast<double>(block.x[i]);
    const double y = static_cast<double>(decoded[i]);
    const double w = static_cast<double>(block.w[i]);
    energy += w * x * x;
    product += w * x * y;
    square += w * y * y;
  }
  return type == TensorType::Q2_K ? energy - product * product / square : energy - 2 * product + square;
}

struct Errors {
  double least = 0;
  std::array<double, kEfforts.size()> ours{};
};

// Of some of the blocks; see strideOf.
Errors compare(TensorType type, const test::Vector& vector, std::span<const float> importance) {
  const std::vector<float> values = vector.floats(), even(kLength, 1.0F);
  std::vector<std::byte> bytes(findTensorType(type)->blockBytes);
  std::vector<float> decoded(kLength);
  Errors errors;
  for (std::size_t i = 0; i < values.size(); i += strideOf(type) * kLength) {
    const std::span<const float> own =
        importance.empty() ? importance : importance.subspan(i % vector.columns, kLength);
    const test::WeightedBlock block{std::span(values).subspan(i, kLength), own.empty() ? std::span(even) : own};
    errors.least += test::leastErrorOfSuperBlock(type, block);
    for (const Effort effort : kEfforts) {
      findCodec(type)->encode({block.x, kLength, own, effort}, bytes);
      findCodec(type)->decode(bytes, decoded);
      errors.ours[static_cast<std::size_t>(effort)] += codesError(type, block, decoded);
    }
  }
  return errors;
}

TEST_P(NearTheLeastOfK, OnTheVectors) {
  const auto vectors = test::readVectors("encode_inputs.gguf");
  const std::vector<float> importance = vectors.at("importance").floats();
  double left = 0, leftByThorough = 0;  // shares of the least error, summed over the inputs
  for (const char* input : kInputs) {
    for (const bool weighted : {false, true}) {
      const auto [least, ours] =
          compare(GetParam(), vectors.at(input), weighted ? importance : std::span<const float>());
      const auto [quick, normal, thorough] = ours;
      std::printf("%s %-17s %-8s over the least: quick %.4f normal %.4f thorough %.4f\n",
                  tensorTypeName(GetParam()).c_str(), input, weighted ? "weighted" : "plain", quick / least,
                  normal / least, thorough / least);
      EXPECT_LE(normal, allowed(GetParam(), weighted) * least) << input << (weighted ? ", weighted" : "");
      left += normal / least - 1;
      leftByThorough += thorough / least - 1;
    }
  }
  EXPECT_LE(leftByThorough, 0.5 * left);
}

}  // namespace
}  // namespace halftone
