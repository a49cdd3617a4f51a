// Weights that are no numbers, or too large for one: counting them, writing zeros in their place.
// Thread-safety: all functions are pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/format/tensor_type.h"

namespace halftone {

// Makes every NaN and infinity 0. Returns how many there were.
std::uint64_t zeroNotFinite(std::span<float> values);

// How many are larger than any number of f16.
std::uint64_t countBeyondF16(std::span<const float> values);

// How many of the stored values are NaN or infinite. `values` are the decoded ones; of f64 the bytes themselves are
// asked, since a finite double may be infinite as a float.
std::uint64_t countStoredNotFinite(TensorType type, std::span<const std::byte> blocks, std::span<const float> values);

// Makes every block zeros in which a value is not finite: a block of zero bytes decodes to zeros in every type, and a
// block's infinite scale leaves nothing of its other values. REQUIRES: as countStoredNotFinite, whole blocks.
void zeroNotFiniteBlocks(const TensorTypeInfo& layout, std::span<const float> values, std::span<std::byte> blocks);

}  // namespace halftone
