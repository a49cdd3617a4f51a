// The encoders of the K types: what they lose against the reference, what their bytes hold, and what odd input gives.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>

#include "core/codec/codec.h"
#include "core/codec/k_encoders.h"
#include "tests/core/codec/vectors.h"
#include "tests/support/paths.h"

namespace halftone {
namespace {

constexpr TensorType kTypes[] = {TensorType::Q2_K, TensorType::Q3_K, TensorType::Q4_K, TensorType::Q5_K,
                                 TensorType::Q6_K};
constexpr const char* kInputs[] = {"gaussian", "heavy_tailed", "outlier_channels", "uneven_rows"};

std::string nameOf(const testing::TestParamInfo<TensorType>& info) { return tensorTypeName(info.param); }

std::vector<std::byte> encoded(TensorType type, const std::vector<float>& values, std::size_t columns,
                               const std::vector<float>& importance = {}, Effort effort = Effort::Normal) {
  std::vector<std::byte> blocks(values.size() / 256 * findTensorType(type)->blockBytes);
  findCodec(type)->encode({values, columns, importance, effort}, blocks);
  return blocks;
}

std::vector<float> decoded(TensorType type, const std::vector<std::byte>& blocks) {
  std::vector<float> values(blocks.size() / findTensorType(type)->blockBytes * 256);
  findCodec(type)->decode(blocks, values);
  return values;
}

std::vector<float> roundTrip(TensorType type, const std::vector<float>& values,
                             const std::vector<float>& importance = {}) {
  return decoded(type, encoded(type, values, values.size(), importance));
}

double relativeError(const std::vector<float>& x, const std::vector<float>& y, const std::vector<float>& importance) {
  double lost = 0.0;
  double all = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double w = importance.empty() ? 1.0 : importance[i % importance.size()];
    const double e = static_cast<double>(x[i]) - static_cast<double>(y[i]);
    lost += w * e * e;
    all += w * static_cast<double>(x[i]) * static_cast<double>(x[i]);
  }
  return lost / all;
}

class KEncode : public testing::TestWithParam<TensorType> {};
INSTANTIATE_TEST_SUITE_P(Types, KEncode, testing::ValuesIn(kTypes), nameOf);

// Prints ours / reference per input; each must be at most 1, the geometric mean clearly less.
TEST_P(KEncode, LosesLessThanTheReference) {
  const auto vectors = test::readVectors("encode_inputs.gguf");
  const std::vector<float> importance = vectors.at("importance").floats();
  const nlohmann::json reference = nlohmann::json::parse(std::ifstream(test::goldenPath("encode_reference.json")));
  std::string name = tensorTypeName(GetParam());
  name[0] = 'Q';
  for (const bool weighted : {false, true}) {
    double product = 1.0;
    for (const char* input : kInputs) {
      const std::vector<float> x = vectors.at(input).floats();
      const std::vector<float> weights = weighted ? importance : std::vector<float>();
      const std::vector<float> y = decoded(GetParam(), encoded(GetParam(), x, importance.size(), weights));
      const double expected = reference.at(name).at(input).at(weighted ? "relative_weighted_mse" : "relative_mse");
      const double ratio = relativeError(x, y, weights) / expected;
      std::printf("%s %-8s %-17s %.4f\n", name.c_str(), weighted ? "weighted" : "plain", input, ratio);
      EXPECT_LE(ratio, 1.0) << input;
      product *= ratio;
    }
    const double mean = std::pow(product, 0.25);
    std::printf("%s %-8s %-17s %.4f\n", name.c_str(), weighted ? "weighted" : "plain", "geometric mean", mean);
    EXPECT_LE(mean, 0.94);
  }
}

// Prints ours / reference per effort; in sum over the inputs, more effort errs less, and none more than the reference.
TEST_P(KEncode, MoreEffortErrsLess) {
  const auto vectors = test::readVectors("encode_inputs.gguf");
  const std::vector<float> importance = vectors.at("importance").floats();
  const nlohmann::json reference = nlohmann::json::parse(std::ifstream(test::goldenPath("encode_reference.json")));
  std::string name = tensorTypeName(GetParam());
  name[0] = 'Q';
  for (const bool weighted : {false, true}) {
    const std::vector<float> weights = weighted ? importance : std::vector<float>();
    double before = 4.0;
    for (const Effort effort : kEfforts) {
      double sum = 0.0;
      for (const char* input : kInputs) {
        const std::vector<float> x = vectors.at(input).floats();
        const std::vector<float> y = decoded(GetParam(), encoded(GetParam(), x, importance.size(), weights, effort));
        const double expected = reference.at(name).at(input).at(weighted ? "relative_weighted_mse" : "relative_mse");
        sum += relativeError(x, y, weights) / expected;
      }
      std::printf("%s %-8s %-8s %.4f of the reference\n", name.c_str(), weighted ? "weighted" : "plain",
                  std::string(effortName(effort)).c_str(), sum / 4.0);
      EXPECT_LT(sum, before) << effortName(effort);
      before = sum;
    }
  }
}

TEST_P(KEncode, GivesTheSameBytesOnEverySimdTarget) {
  const auto vectors = test::readVectors("encode_inputs.gguf");
  const std::vector<float> importance = vectors.at("importance").floats();
  for (const char* input : kInputs) {
    std::vector<float> x = vectors.at(input).floats();
    x.resize(4 * importance.size());
    for (const Effort effort : kEfforts) {
      const std::vector<std::byte> plain = encoded(GetParam(), x, importance.size(), {}, effort);
      const std::vector<std::byte> weighted = encoded(GetParam(), x, importance.size(), importance, effort);
      for (const std::string_view target : simdTargets()) {
        ASSERT_TRUE(forceSimdTarget(target));
        EXPECT_EQ(encoded(GetParam(), x, importance.size(), {}, effort), plain) << input << " on " << target;
        EXPECT_EQ(encoded(GetParam(), x, importance.size(), importance, effort), weighted) << input << " on " << target;
      }
      ASSERT_TRUE(forceSimdTarget({}));
    }
  }
}

TEST_P(KEncode, EncodesEachRowAlone) {
  std::mt19937 random(7);
  std::normal_distribution<float> normal;
  std::vector<float> x(3 * 512), importance(512);
  for (float& v : x) v = normal(random);
  for (float& w : importance) w = std::exp(normal(random));
  const std::vector<std::byte> whole = encoded(GetParam(), x, 512, importance);
  std::vector<std::byte> rows;
  for (std::size_t row = 0; row < 3; ++row) {
    const std::vector<float> one(x.begin() + static_cast<std::ptrdiff_t>(row * 512),
                                 x.begin() + static_cast<std::ptrdiff_t>(row * 512 + 512));
    const std::vector<std::byte> bytes = encoded(GetParam(), one, 512, importance);
    rows.insert(rows.end(), bytes.begin(), bytes.end());
  }
  EXPECT_EQ(rows, whole);
}

TEST_P(KEncode, ZerosAreZeroBytes) {
  const std::vector<std::byte> blocks = encoded(GetParam(), std::vector<float>(512, 0.0f), 512);
  EXPECT_EQ(blocks, std::vector<std::byte>(blocks.size()));
  for (const float v : decoded(GetParam(), blocks)) EXPECT_EQ(v, 0.0f);
  // What is too small for the smallest step is nothing too.
  const std::vector<std::byte> tiny = encoded(GetParam(), std::vector<float>(512, 1e-42f), 512);
  EXPECT_EQ(tiny, blocks);
}

TEST_P(KEncode, ConstantsAndSpikesComeBack) {
  for (const float value : {1.0f, -1.0f, 0.01f, -300.0f, 65504.0f}) {
    const std::vector<float> constant(256, value);
    for (const float y : roundTrip(GetParam(), constant)) EXPECT_NEAR(y, value, std::abs(value) * 2e-3f);
    for (const std::size_t place : {0U, 17U, 255U}) {
      std::vector<float> spike(256, 0.0f);
      spike[place] = value;
      const std::vector<float> y = roundTrip(GetParam(), spike);
      for (std::size_t i = 0; i < 256; ++i) EXPECT_NEAR(y[i], spike[i], std::abs(value) * 2e-3f) << place << ' ' << i;
    }
  }
}

TEST_P(KEncode, TinyValuesAreNotLostWhileAStepCanHoldThem) {
  // The largest magnitude is 8 of the smallest steps that f16 has.
  std::vector<float> x(256);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = 0x1p-24f * static_cast<float>(static_cast<int>(i % 17) - 8);
  const double most = GetParam() == TensorType::Q2_K ? 0.15 : GetParam() == TensorType::Q3_K ? 0.06 : 0.03;
  EXPECT_LE(relativeError(x, roundTrip(GetParam(), x), {}), most);
}

TEST_P(KEncode, AnyFiniteInputDecodesFinite) {
  constexpr float kMost = std::numeric_limits<float>::max();
  std::mt19937 random(11);
  std::uniform_real_distribution<float> exponent(-140.0f, 127.9f);
  std::normal_distribution<float> normal;
  const std::vector<std::vector<float>> inputs = [&] {
    std::vector<std::vector<float>> list = {std::vector<float>(256, kMost), std::vector<float>(256, -kMost),
                                            std::vector<float>(256, 1e-45f)};
    std::vector<float> mixed(256);
    for (int i = 0; i < 20; ++i) {
      for (float& v : mixed) v = std::exp2(exponent(random)) * (random() % 2 ? 1.0f : -1.0f);
      list.push_back(mixed);
      for (float& v : mixed) v = 1e20f * normal(random);
      list.push_back(mixed);
    }
    return list;
  }();
  for (const std::vector<float>& x : inputs) {
    std::vector<float> importance(256);
    for (float& w : importance) w = std::exp2(exponent(random));
    for (const float y : roundTrip(GetParam(), x)) ASSERT_TRUE(std::isfinite(y));
    for (const float y : roundTrip(GetParam(), x, importance)) ASSERT_TRUE(std::isfinite(y));
    for (const float y : roundTrip(GetParam(), x, std::vector<float>(256, 0.0f))) ASSERT_TRUE(std::isfinite(y));
  }
}

TEST_P(KEncode, LargeValuesOfEitherSignCostAlike) {
  std::mt19937 random(13);
  std::normal_distribution<float> normal;
  std::vector<float> x(64 * 256), negated(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    x[i] = i % 97 == 0 ? 12.0f + normal(random) : normal(random);
    negated[i] = -x[i];
  }
  const double here = relativeError(x, roundTrip(GetParam(), x), {});
  EXPECT_NEAR(relativeError(negated, roundTrip(GetParam(), negated), {}), here, 0.05 * here);
}

TEST_P(KEncode, BeyondTheRangeTheLargestValuesAreUsed) {
  // Near each type's largest magnitude, 65504 · largest integer · largest code.
  const float most = GetParam() == TensorType::Q2_K   ? 65504.0f * 15 * 3
                     : GetParam() == TensorType::Q3_K ? 65504.0f * 32 * 4
                     : GetParam() == TensorType::Q4_K ? 65504.0f * 63 * 15
                     : GetParam() == TensorType::Q5_K ? 65504.0f * 63 * 31
                                                      : 65504.0f * 128 * 32;
  for (const float y : roundTrip(GetParam(), std::vector<float>(256, 1e30f))) EXPECT_GE(y, 0.9f * most);
}

TEST_P(KEncode, UnimportantColumnsStillFit) {
  std::mt19937 random(3);
  std::normal_distribution<float> normal;
  std::vector<float> x(256), importance(256, 0.0f);
  for (float& v : x) v = normal(random);
  const double plain = relativeError(x, roundTrip(GetParam(), x), {});
  EXPECT_EQ(encoded(GetParam(), x, 256, importance), encoded(GetParam(), x, 256)) << "none important: all equally";
  for (std::size_t i = 0; i < 32; ++i) importance[i] = 1.0f;  // whole sub-blocks
  EXPECT_LE(relativeError(x, roundTrip(GetParam(), x, importance), {}), 3.0 * plain);
}

TEST_P(KEncode, APeakThatHardlyCountsDoesNotHideTheRest) {
  std::mt19937 random(3);
  std::normal_distribution<float> normal;
  std::vector<float> x(256), importance(256, 1.0f);
  for (float& v : x) v = normal(random);
  const double without = relativeError(x, roundTrip(GetParam(), x), {});
  for (std::size_t i = 5; i < 256; i += 32) {
    x[i] = i % 64 == 5 ? 100.0f : -100.0f;
    importance[i] = 1e-9f;
  }
  EXPECT_LE(relativeError(x, roundTrip(GetParam(), x, importance), importance), 1.3 * without);
}

template <class Codes, class Pack, class Value>
void expectPackingHolds(TensorType type, Codes codes, Pack pack, Value value) {
  std::vector<std::byte> block(findTensorType(type)->blockBytes, std::byte{0xee});
  pack(codes, reinterpret_cast<std::uint8_t*>(block.data()));
  const std::vector<float> y = decoded(type, block);
  for (std::size_t i = 0; i < 256; ++i) EXPECT_EQ(y[i], value(i)) << i;
}

void expectAffinePackingHolds(TensorType type, void (*pack)(const codecs::AffineCodes&, std::uint8_t*),
                              std::size_t subBlock, unsigned scaleTop, unsigned codeTop) {
  std::mt19937 random(5);
  for (int round = 0; round < 20; ++round) {
    codecs::AffineCodes codes;
    codes.d = 0.25f;
    codes.dmin = 0.5f;
    for (auto& s : codes.scale) s = static_cast<std::uint8_t>(random() % (scaleTop + 1));
    for (auto& m : codes.min) m = static_cast<std::uint8_t>(random() % (scaleTop + 1));
    for (auto& q : codes.q) q = static_cast<std::uint8_t>(random() % (codeTop + 1));
    expectPackingHolds(type, codes, pack, [&](std::size_t i) {
      const std::size_t s = i / subBlock;
      return 0.25f * static_cast<float>(codes.scale[s] * codes.q[i]) - 0.5f * static_cast<float>(codes.min[s]);
    });
  }
}

void expectSymmetricPackingHolds(TensorType type, void (*pack)(const codecs::SymmetricCodes&, std::uint8_t*),
                                 int scales, int codeCount) {
  std::mt19937 random(5);
  for (int round = 0; round < 20; ++round) {
    codecs::SymmetricCodes codes;
    codes.d = -0.25f;
    for (auto& s : codes.scale)
      s = static_cast<std::int8_t>(static_cast<int>(random() % static_cast<unsigned>(scales)) - scales / 2);
    for (auto& q : codes.q) q = static_cast<std::uint8_t>(random() % static_cast<unsigned>(codeCount));
    expectPackingHolds(type, codes, pack, [&](std::size_t i) {
      return -0.25f * static_cast<float>(codes.scale[i / 16] * (codes.q[i] - codeCount / 2));
    });
  }
}

TEST(KPack, HoldsEveryIntegerAndCode) {
  expectAffinePackingHolds(TensorType::Q2_K, &codecs::packQ2K, 16, 15, 3);
  expectSymmetricPackingHolds(TensorType::Q3_K, &codecs::packQ3K, 64, 8);
  expectAffinePackingHolds(TensorType::Q4_K, &codecs::packQ4K, 32, 63, 15);
  expectAffinePackingHolds(TensorType::Q5_K, &codecs::packQ5K, 32, 63, 31);
  expectSymmetricPackingHolds(TensorType::Q6_K, &codecs::packQ6K, 256, 64);
}

}  // namespace
}  // namespace halftone
