// Which patterns of −1, 0 and 1 the codebook of iq1 holds, by sign: of eight values whose signs are given, which may
// stand together while the others are 0.
// Thread-safety: values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/codec/codebooks.h"

namespace halftone::codecs {

// A pattern is a support, bit j set where value j is not 0, and signs, bit j set where value j is negative.
struct TernarySupports {
  static constexpr std::size_t kRows = 8;

  // rows[signs][r]: bit l of the low half is set if the codebook has the support 16·r + l under these signs; of the
  // high half, the support 128 + 16·r + l.
  alignas(64) std::uint32_t rows[256][kRows] = {};
  std::array<std::uint16_t, 6561> entry{};  // by place()

  TernarySupports() {
    for (std::size_t e = 0; e < kIq1.size(); ++e) {
      unsigned support = 0, negative = 0;
      for (std::size_t j = 0; j < 8; ++j) {
        support |= static_cast<unsigned>(kIq1[e][j] != 0) << j;
        negative |= static_cast<unsigned>(kIq1[e][j] < 0) << j;
      }
      entry[place(support, negative)] = static_cast<std::uint16_t>(e);
      const std::uint32_t bit = 1U << (support % 16 + (support >= 128 ? 16 : 0));
      for (unsigned signs = 0; signs < 256; ++signs)
        if ((signs & support) == negative) rows[signs][support / 16 % kRows] |= bit;
    }
  }

  // A number of its own for each pattern, below 3^8.
  static constexpr std::size_t place(unsigned support, unsigned negative) {
    std::size_t sum = 0;
    for (unsigned j = 8; j-- > 0;) sum = 3 * sum + (support >> j & 1U) + (support & negative) / (1U << j) % 2;
    return sum;
  }
};

inline const TernarySupports& ternarySupports() {
  static const TernarySupports supports;
  return supports;
}

}  // namespace halftone::codecs
