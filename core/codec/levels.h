// Levels that several types share.
#pragma once

#include <array>
#include <cstddef>

namespace halftone::codecs {

// Of iq4_nl and iq4_xs: denser around 0.
inline constexpr std::array<float, 16> kUnevenLevels = {-127, -104, -83, -65, -49, -35, -22, -10,
                                                        1,    13,   25,  38,  53,  69,  89,  113};

// Of each of them and the next: twice their midpoint. The last has no next.
inline constexpr std::array<float, 16> kUnevenSums = [] {
  std::array<float, 16> sums{};
  for (std::size_t k = 0; k < 15; ++k) sums[k] = kUnevenLevels[k] + kUnevenLevels[k + 1];
  return sums;
}();

// A quadratic that maps the midpoint above level k to between k and k + 1: the whole part of what it makes of any v in
// kLow..kHigh, k, leaves one midpoint to compare v with, the one above level k.
struct UnevenGuess {
  static constexpr float kCurve = 0.000185F, kSlope = 0.0847F, kStart = 7.85F;
  static constexpr float kLow = -127, kHigh = 110;
  static constexpr float place(float v) { return v * (kSlope - kCurve * (v < 0 ? -v : v)) + kStart; }
};
static_assert([] {
  for (std::size_t k = 0; k < 15; ++k) {
    const float place = UnevenGuess::place(0.5F * kUnevenSums[k]);
    if (place < static_cast<float>(k) + 0.01F || place > static_cast<float>(k) + 0.99F) return false;
  }
  return UnevenGuess::place(UnevenGuess::kLow) > 0.01F && UnevenGuess::place(UnevenGuess::kHigh) < 14.99F;
}());

// Of mxfp4 and nvfp4: twice the values of E2M1.
inline constexpr std::array<float, 16> kTwiceE2M1 = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

}  // namespace halftone::codecs
