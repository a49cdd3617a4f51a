// The 12 bytes b in which q4_K and q5_K keep eight 6-bit scales and mins: for s < 4 scale = b[s] & 63 and
// min = b[s + 4] & 63; for s >= 4 scale = (b[s + 4] & 15) | (b[s − 4] >> 6) << 4, min = (b[s + 4] >> 4) | (b[s] >> 6)
// << 4. Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>

namespace halftone::codecs {

struct ScaleAndMin {
  int scale;  // 0..63
  int min;    // 0..63
};

inline ScaleAndMin unpackScaleAndMin(const std::uint8_t* packed, std::size_t s) {
  if (s < 4) return {packed[s] & 63, packed[s + 4] & 63};
  return {(packed[s + 4] & 15) | (packed[s - 4] >> 6) << 4, (packed[s + 4] >> 4) | (packed[s] >> 6) << 4};
}

// The inverse, for eight of each in 0..63.
inline void packScalesAndMins(const std::uint8_t* scales, const std::uint8_t* mins, std::uint8_t* packed) {
  for (std::size_t s = 0; s < 4; ++s) {
    packed[s] = static_cast<std::uint8_t>(scales[s] | (scales[s + 4] >> 4) << 6);
    packed[s + 4] = static_cast<std::uint8_t>(mins[s] | (mins[s + 4] >> 4) << 6);
    packed[s + 8] = static_cast<std::uint8_t>((scales[s + 4] & 15) | (mins[s + 4] & 15) << 4);
  }
}

}  // namespace halftone::codecs
