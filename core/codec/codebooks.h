// The codebooks of the iq types: entries of eight or four levels, and how a codeword becomes values.
// Thread-safety: constants and pure functions.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace halftone::codecs {

template <std::size_t kLength, std::size_t kEntries>
using Codebook = std::array<std::array<std::int8_t, kLength>, kEntries>;

extern const Codebook<8, 256> kIq2Xxs;
extern const Codebook<8, 512> kIq2Xs;
extern const Codebook<8, 1024> kIq2S;
extern const Codebook<4, 256> kIq3Xxs;
extern const Codebook<4, 512> kIq3S;
extern const Codebook<8, 2048> kIq1;  // of iq1_s and iq1_m

// Eight sign bits from the low seven of `bits`; the eighth makes the number of set bits even.
inline std::uint32_t evenParitySigns(std::uint32_t bits) {
  const std::uint32_t seven = bits & 127U;
  return seven | (static_cast<std::uint32_t>(std::popcount(seven)) & 1U) << 7;
}

// values[j] = step·entry[j], negative where bit j of `signs` is set.
template <std::size_t kLength>
void decodeCodeword(const std::array<std::int8_t, kLength>& entry, std::uint32_t signs, float step, float* values) {
  for (std::size_t j = 0; j < kLength; ++j) {
    const float value = step * static_cast<float>(entry[j]);
    values[j] = ((signs >> j) & 1U) != 0 ? -value : value;
  }
}

// values[j] = step·(entry[j] + delta).
inline void decodeTernary(const std::array<std::int8_t, 8>& entry, float delta, float step, float* values) {
  for (std::size_t j = 0; j < entry.size(); ++j) values[j] = step * (static_cast<float>(entry[j]) + delta);
}

}  // namespace halftone::codecs
