// What the GPU benchmark works on: weights as a model has them, and how many.
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <vector>

#include "core/analysis/tensor_passes.h"
#include "core/format/tensor_type.h"

namespace halftone::bench {

inline constexpr std::size_t kColumns = 4096;

// Whole rows of normally distributed weights. REQUIRES: `count` is a multiple of kColumns.
std::vector<float> madeUpWeights(std::size_t count, unsigned seed);
// One per column, log-normal.
std::vector<float> madeUpImportance();

// The blocks of `values`, of which the CPU encodes the first rows and repeats them.
std::vector<std::byte> blocksOf(TensorType type, const std::vector<float>& values);

std::size_t bytesOf(TensorType type, std::size_t values);

// What is measured of weights.
enum class Measure { Errors, FirstPass, SecondPass };
inline constexpr Measure kMeasures[] = {Measure::Errors, Measure::FirstPass, Measure::SecondPass};
// Importance counts for errors alone.
constexpr bool takesImportance(Measure measure) { return measure != Measure::SecondPass; }

// A scale for SecondPass that fits the weights.
AnalysisScale scaleOf(const std::vector<float>& values);

}  // namespace halftone::bench
