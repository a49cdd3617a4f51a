// A block brought into a range where sums of weighted squares neither overflow nor vanish: values by a power of two
// (exact), importance by its largest.
// Thread-safety: values and pure functions.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace halftone::codecs {

inline bool allZero(const float* values, std::size_t count) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < count; ++i) bits |= std::bit_cast<std::uint32_t>(values[i]);
  return (bits & 0x7fffffffU) == 0;
}

template <std::size_t kLength>
struct NormalizedBlock {
  alignas(64) std::array<float, kLength> values;   // source values times `up`
  alignas(64) std::array<float, kLength> weights;  // at most 1; all 1 without importance
  float largest;                                   // the largest magnitude of `values`
  float up;                                        // a power of two
  float down;                                      // 1/up
  bool weighted;                                   // false: all weights are 1
};

// The power of two that brings `largest` into [1, 4), and not beyond what f32 can invert.
inline float normalizingFactor(float largest) {
  const std::uint32_t exponent = std::bit_cast<std::uint32_t>(largest) >> 23;
  const std::uint32_t inverse = exponent >= 253 ? 1 : (exponent == 0 ? 253 : 254 - exponent);
  return std::bit_cast<float>(inverse << 23);
}

// Weights that are all 0, or are 0 wherever a value is not, ask for nothing: such a block is fitted without them. Next
// to others a weight of 0 counts 2^-20 of the largest, so that a column nobody asks for is still fitted if that is
// free. REQUIRES: some value is not 0; `importance` is null or finite and >= 0.
template <std::size_t kLength>
void normalizeBlock(const float* values, const float* importance, NormalizedBlock<kLength>& block) {
  float largest = 0;
  for (std::size_t i = 0; i < kLength; ++i) largest = std::max(largest, std::abs(values[i]));
  block.up = normalizingFactor(largest);
  block.down = 1.0F / block.up;
  block.largest = largest * block.up;
  float heaviest = 0;
  for (std::size_t i = 0; i < kLength; ++i) {
    block.values[i] = values[i] * block.up;
    if (importance != nullptr && values[i] != 0) heaviest = std::max(heaviest, importance[i]);
  }
  block.weighted = heaviest > 0;
  for (std::size_t i = 0; i < kLength; ++i)
    block.weights[i] = block.weighted ? std::clamp(importance[i] / heaviest, 0x1p-20F, 1.0F) : 1.0F;
}

}  // namespace halftone::codecs
