// The encoders of the codebook types, and the packing of what their search finds.
// Thread-safety: pure functions. Determinism: the same bytes on every SIMD target.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/codec/rows.h"

namespace halftone::codecs {

// A super-block of 256 values before it is packed into bytes. Codewords of four or eight values, in order; signs for
// every eight values, bit j set where value j is negative (an even number of bits where the type stores seven).
struct CodebookCodes {
  float d = 0.0f;                                // a number that f16 holds
  std::array<std::uint8_t, 16> scale{};          // one per sub-block, 8 or 16 of them; the step is an odd multiple of d
  std::array<std::uint16_t, 64> index{};         // one per codeword: 64 of four values or 32 of eight
  std::array<std::uint8_t, 32> signs{};          // not for iq1
  std::array<std::uint8_t, 32> negativeDelta{};  // iq1: 1 where delta is −0.125; the same for a whole group in iq1_s
};

// As Codec::encode.
void encodeIq3S(const Rows& rows, std::span<std::byte> blocks);
void encodeIq3Xxs(const Rows& rows, std::span<std::byte> blocks);
void encodeIq2S(const Rows& rows, std::span<std::byte> blocks);
void encodeIq2Xs(const Rows& rows, std::span<std::byte> blocks);
void encodeIq2Xxs(const Rows& rows, std::span<std::byte> blocks);
void encodeIq1M(const Rows& rows, std::span<std::byte> blocks);
void encodeIq1S(const Rows& rows, std::span<std::byte> blocks);

// One super-block as bytes: 110, 98, 82, 74, 66, 56, 50 of them. REQUIRES: codes are in the type's ranges.
void packIq3S(const CodebookCodes& codes, std::uint8_t* block);
void packIq3Xxs(const CodebookCodes& codes, std::uint8_t* block);
void packIq2S(const CodebookCodes& codes, std::uint8_t* block);
void packIq2Xs(const CodebookCodes& codes, std::uint8_t* block);
void packIq2Xxs(const CodebookCodes& codes, std::uint8_t* block);
void packIq1M(const CodebookCodes& codes, std::uint8_t* block);
void packIq1S(const CodebookCodes& codes, std::uint8_t* block);

}  // namespace halftone::codecs
