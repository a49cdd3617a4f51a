// Which bits of a byte are set, by table.
// Thread-safety: constants.
#pragma once

#include <cstddef>
#include <cstdint>

namespace halftone::codecs {

struct SetBits {
  std::uint8_t places[256][8] = {};  // of the set bits, lowest first; then zeros
  std::uint8_t count[256] = {};

  constexpr SetBits() {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      for (std::uint8_t bit = 0; bit < 8; ++bit) {
        if (((byte >> bit) & 1U) != 0) places[byte][count[byte]++] = bit;
      }
    }
  }
};

inline constexpr SetBits kSetBits;

}  // namespace halftone::codecs
