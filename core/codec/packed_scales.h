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

}  // namespace halftone::codecs
