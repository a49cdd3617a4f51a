// The codebooks of the iq types: entries of eight or four levels, and how a codeword becomes values.
// Thread-safety: constants and pure functions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "core/codec/packed_codes.h"

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
  const std::uint32_t folded = (seven ^ seven >> 4) & 15U;
  return seven | (0x6996U >> folded & 1U) << 7;
}

// signedEntry[j] = entry[j], negative where bit j of `signs` is set. All entries lie in 1..127, so that bytes which are
// inverted and raised by 1 together do not carry.
template <std::size_t kLength>
void signCodeword(const std::array<std::int8_t, kLength>& entry, std::uint32_t signs, std::int8_t* signedEntry) {
  using Word = std::conditional_t<kLength == 8, std::uint64_t, std::uint32_t>;
  const Word negative = static_cast<Word>(spreadBits(signs & ((1U << kLength) - 1U)));
  const auto word = load<Word>(reinterpret_cast<const std::uint8_t*>(entry.data()));
  store(reinterpret_cast<std::uint8_t*>(signedEntry), static_cast<Word>((word ^ negative * 255U) + negative));
}

// values[j] = step·levels[j].
template <std::size_t kCount>
void scaleLevels(const std::int8_t* levels, float step, float* values) {
  for (std::size_t j = 0; j < kCount; ++j) values[j] = step * static_cast<float>(levels[j]);
}

// values[j] = step·(entry[j] + delta).
inline void decodeTernary(const std::array<std::int8_t, 8>& entry, float delta, float step, float* values) {
  for (std::size_t j = 0; j < entry.size(); ++j) values[j] = step * (static_cast<float>(entry[j]) + delta);
}

}  // namespace halftone::codecs
