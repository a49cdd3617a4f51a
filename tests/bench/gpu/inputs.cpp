#include "tests/bench/gpu/inputs.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>

#include "core/codec/codec.h"

namespace halftone::bench {
namespace {

constexpr double kSigma = 0.02;
constexpr std::size_t kMostEncoded = 16 * kColumns;

}  // namespace

std::vector<float> madeUpWeights(std::size_t count, unsigned seed) {
  std::mt19937 engine(seed);
  std::normal_distribution<float> normal(0.0F, static_cast<float>(kSigma));
  std::vector<float> values(count);
  const std::size_t own = std::min(count, 1024 * kColumns);  // more are these again
  for (std::size_t i = 0; i < own; ++i) values[i] = normal(engine);
  for (std::size_t i = own; i < count; ++i) values[i] = values[i - own];
  return values;
}

std::vector<float> madeUpImportance() {
  std::mt19937 engine(7);
  std::lognormal_distribution<float> logNormal(0.0F, 1.0F);
  std::vector<float> weights(kColumns);
  for (float& weight : weights) weight = logNormal(engine);
  return weights;
}

std::size_t bytesOf(TensorType type, std::size_t values) {
  const TensorTypeInfo& layout = *findTensorType(type);
  return values / layout.blockLength * layout.blockBytes;
}

std::vector<std::byte> blocksOf(TensorType type, const std::vector<float>& values) {
  const std::vector<float> importance = madeUpImportance();
  const std::size_t encoded = std::min(values.size(), kMostEncoded), own = bytesOf(type, encoded);
  std::vector<std::byte> blocks(bytesOf(type, values.size()));
  findCodec(type)->encode({std::span(values).first(encoded), kColumns, importance, Effort::Quick},
                          std::span(blocks).first(own));
  for (std::size_t at = own; at < blocks.size(); at += own)
    std::memcpy(blocks.data() + at, blocks.data(), std::min(own, blocks.size() - at));
  return blocks;
}

AnalysisScale scaleOf(const std::vector<float>& values) {
  float largest = 0;
  for (const float value : values) largest = std::max(largest, std::abs(value));
  return {kSigma, kSigma / 16, static_cast<double>(largest)};
}

}  // namespace halftone::bench
