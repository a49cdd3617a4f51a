// Codes of a few bits as blocks lay them in bytes, and back: eight bytes at a time, masked so that they do not spill
// into each other. In the K types strides of 32 codes share 32 bytes. Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/codec/blocks.h"

namespace halftone::codecs {

// Of eight codes each: (code >> shift) & mask.
inline std::uint64_t maskedCodes(const std::uint8_t* codes, int shift, std::uint64_t mask) {
  return (load<std::uint64_t>(codes) >> shift) & (mask * 0x0101010101010101U);
}

// Eight bits to eight bytes of 0 or 1, the lowest bit first.
inline std::uint64_t spreadBits(std::uint64_t bits) {
  const std::uint64_t chosen = (bits * 0x0101010101010101U) & 0x8040201008040201U;
  return (chosen + 0x7f7f7f7f7f7f7f7fU) >> 7 & 0x0101010101010101U;
}

// Its inverse.
inline std::uint8_t gatherBits(std::uint64_t zerosAndOnes) {
  return static_cast<std::uint8_t>(zerosAndOnes * 0x0102040810204080U >> 56);
}

// 128 codes to 32 bytes: bits 2l of byte m are the two lowest bits of codes[32·l + m] >> shift.
inline void packTwoBits(const std::uint8_t* codes, int shift, std::uint8_t* bytes) {
  for (std::size_t m = 0; m < 32; m += 8) {
    std::uint64_t packed = 0;
    for (std::size_t l = 0; l < 4; ++l) packed |= maskedCodes(codes + 32 * l + m, shift, 3) << (2 * l);
    store(bytes + m, packed);
  }
}

// 256 codes to 32 bytes: bit g of byte m is bit `bit` of codes[32·g + m].
inline void packOneBit(const std::uint8_t* codes, int bit, std::uint8_t* bytes) {
  for (std::size_t m = 0; m < 32; m += 8) {
    std::uint64_t packed = 0;
    for (std::size_t g = 0; g < 8; ++g) packed |= maskedCodes(codes + 32 * g + m, bit, 1) << g;
    store(bytes + m, packed);
  }
}

// Two times 32 codes to 32 bytes: the low four bits of `low` and of `high`.
inline void packNibbles(const std::uint8_t* low, const std::uint8_t* high, std::uint8_t* bytes) {
  for (std::size_t m = 0; m < 32; m += 8) {
    store(bytes + m, maskedCodes(low + m, 0, 15) | maskedCodes(high + m, 0, 15) << 4);
  }
}

// 32 bytes to 128 codes: the inverse of packTwoBits.
inline void unpackTwoBits(const std::uint8_t* bytes, std::uint8_t* codes) {
  for (std::size_t l = 0; l < 4; ++l)
    for (std::size_t m = 0; m < 32; m += 8)
      store(codes + 32 * l + m, maskedCodes(bytes + m, static_cast<int>(2 * l), 3));
}

// 32 codes to 16 bytes: the low four bits of the first half of them, then of the second, and to 4 bytes their fifth
// bits.
inline void packHalves(const std::uint8_t* codes, std::uint8_t* bytes) {
  for (std::size_t m = 0; m < 16; m += 8)
    store(bytes + m, maskedCodes(codes + m, 0, 15) | maskedCodes(codes + 16 + m, 0, 15) << 4);
}
inline void packFifthBits(const std::uint8_t* codes, std::uint8_t* bytes) {
  for (std::size_t i = 0; i < 4; ++i) bytes[i] = gatherBits(maskedCodes(codes + 8 * i, 4, 1));
}

// 16 bytes to 32 codes: the low nibbles, then the high ones.
inline void unpackNibbles(const std::uint8_t* bytes, std::uint8_t* codes) {
  for (std::size_t m = 0; m < 16; m += 8) {
    store(codes + m, maskedCodes(bytes + m, 0, 15));
    store(codes + 16 + m, maskedCodes(bytes + m, 4, 15));
  }
}

// 16 bits to eight bytes of two bits each, the lowest first.
inline std::uint64_t spreadPairs(std::uint64_t bits) {
  const std::uint64_t apart = (bits & 0xffU) | (bits & 0xff00U) << 24;
  return (apart | apart << 6 | apart << 12 | apart << 18) & 0x0303030303030303U;
}

// values[i] = step·(codes[i] − zero), and values[i] = step·codes[i] + offset, with products and sums rounded one by
// one.
template <std::size_t kCount>
void scaleCodes(const std::uint8_t* codes, float step, int zero, float* values) {
  for (std::size_t i = 0; i < kCount; ++i) values[i] = step * static_cast<float>(static_cast<int>(codes[i]) - zero);
}
template <std::size_t kCount>
void scaleAndShift(const std::uint8_t* codes, float step, float offset, float* values) {
  for (std::size_t i = 0; i < kCount; ++i) values[i] = step * static_cast<float>(codes[i]) + offset;
}

}  // namespace halftone::codecs
