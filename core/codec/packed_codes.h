// Codes of a few bits as the K types lay them in bytes: strides of 32 codes share 32 bytes. Eight bytes are packed at a
// time: masked before they are shifted, they do not spill into each other.
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/codec/blocks.h"

namespace halftone::codecs {

// Of eight codes each: (code >> shift) & mask.
inline std::uint64_t maskedCodes(const std::uint8_t* codes, int shift, std::uint64_t mask) {
  return (load<std::uint64_t>(codes) >> shift) & (mask * 0x0101010101010101U);
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

}  // namespace halftone::codecs
