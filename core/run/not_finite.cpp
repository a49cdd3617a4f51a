#include "core/run/not_finite.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/analysis/finite.h"

namespace halftone {
namespace {

double doubleAt(std::span<const std::byte> bytes, std::size_t index) {
  double value = 0;
  std::memcpy(&value, bytes.data() + index * sizeof(value), sizeof(value));
  return value;
}

bool finiteBlock(TensorType type, std::span<const std::byte> block, std::span<const float> values) {
  if (type == TensorType::F64) return std::isfinite(doubleAt(block, 0));
  return countNotFinite(values) == 0;
}

}  // namespace

std::uint64_t zeroNotFinite(std::span<float> values) {
  const std::uint64_t count = countNotFinite(values);
  if (count > 0)
    std::replace_if(
        values.begin(), values.end(), [](float value) { return !std::isfinite(value); }, 0.0F);
  return count;
}

std::uint64_t countBeyondF16(std::span<const float> values) {
  constexpr float kLargest = 65504.0F;
  return static_cast<std::uint64_t>(
      std::count_if(values.begin(), values.end(), [](float value) { return std::abs(value) > kLargest; }));
}

std::uint64_t countStoredNotFinite(TensorType type, std::span<const std::byte> blocks, std::span<const float> values) {
  if (type != TensorType::F64) return countNotFinite(values);
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < values.size(); ++i) count += std::isfinite(doubleAt(blocks, i)) ? 0U : 1U;
  return count;
}

void zeroNotFiniteBlocks(const TensorTypeInfo& layout, std::span<const float> values, std::span<std::byte> blocks) {
  for (std::size_t block = 0; block * layout.blockBytes < blocks.size(); ++block) {
    const std::span<std::byte> bytes = blocks.subspan(block * layout.blockBytes, layout.blockBytes);
    if (!finiteBlock(layout.type, bytes, values.subspan(block * layout.blockLength, layout.blockLength)))
      std::fill(bytes.begin(), bytes.end(), std::byte{0});
  }
}

}  // namespace halftone
