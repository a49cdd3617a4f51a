// That the encoders are vectorised at all: on a machine with wide vectors, each search is clearly faster than on the
// library's own target without them. The bound is far below what is measured (see docs/encoders.md), so that a busy
// machine does not fail it.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>

#include "core/codec/codec.h"

namespace halftone {
namespace {

constexpr std::size_t kColumns = 2048;
constexpr double kLeastRatio = 1.5;

bool hasWideVectors() {
  const std::vector<std::string_view> targets = simdTargets();
  return std::any_of(targets.begin(), targets.end(),
                     [](std::string_view target) { return target == "AVX2" || target.starts_with("AVX3"); });
}

double secondsFor(const Codec& codec, std::span<const float> values, std::span<const float> importance) {
  std::vector<std::byte> blocks(tensorBytes(codec.type, kColumns, values.size() / kColumns)->count);
  const auto start = std::chrono::steady_clock::now();
  codec.encode({values, kColumns, importance}, blocks);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

class Speed : public testing::TestWithParam<TensorType> {
 protected:
  ~Speed() override { EXPECT_TRUE(forceSimdTarget({})); }
};

TEST_P(Speed, IsFarFromScalar) {
  if (!hasWideVectors()) {
    std::printf("no wide vectors on this machine: nothing to compare\n");
    return;
  }
  std::mt19937 random(3);
  std::normal_distribution<float> normal(0.0F, 0.02F);
  std::vector<float> values(2 * kColumns), importance(kColumns);
  for (float& value : values) value = normal(random);
  for (float& weight : importance) weight = std::exp(normal(random) * 50);
  const Codec& codec = *findCodec(GetParam());
  double ratio = 0;
  for (int round = 0; round < 8 && ratio < kLeastRatio; ++round) {
    ASSERT_TRUE(forceSimdTarget(simdTargets().back()));
    const double scalar = secondsFor(codec, values, importance);
    ASSERT_TRUE(forceSimdTarget({}));
    secondsFor(codec, values, importance);
    ratio = std::max(ratio, scalar / secondsFor(codec, values, importance));
  }
  std::printf("%-8s %.1f times the speed of %s\n", tensorTypeName(GetParam()).c_str(), ratio,
              std::string(simdTargets().back()).c_str());
  EXPECT_GE(ratio, kLeastRatio);
}

std::vector<TensorType> searchedTypes() {
  std::vector<TensorType> types;
  for (const Codec& codec : allCodecs())
    if (codec.canEncode() && findTensorType(codec.type)->quantized) types.push_back(codec.type);
  return types;
}

INSTANTIATE_TEST_SUITE_P(Types, Speed, testing::ValuesIn(searchedTypes()),
                         [](const auto& info) { return tensorTypeName(info.param); });

}  // namespace
}  // namespace halftone
