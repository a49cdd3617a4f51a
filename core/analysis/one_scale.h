// One scale for a group of weights: the simplest quantizer, by which a block's outliers are judged and explained.
// A group's step is its largest |x| over the largest level (7 in 4 bits, 127 in 8), and a weight becomes the nearest
// whole number of steps.
// Thread-safety: all functions are pure.
#pragma once

#include <span>

namespace halftone {

// The largest level of a symmetric code of `bits` bits: 2^(bits − 1) − 1. REQUIRES: 2 <= bits <= 31.
constexpr int largestLevel(int bits) { return (1 << (bits - 1)) - 1; }

// The group's step: max |x| / largestLevel(bits); 0 for a group of zeros or an empty one. Values that are not finite
// are left out.
double oneScaleStep(std::span<const float> group, int bits);

// `value` in steps, halves away from 0; 0 where the step is 0. REQUIRES: |value| / step fits an int.
int stepsOf(double value, double step);

// Whether one large value rules a group: at its one-scale 4-bit step, more than half of the non-zero values become 0.
bool ruledByOutlier(std::span<const float> group);

}  // namespace halftone
