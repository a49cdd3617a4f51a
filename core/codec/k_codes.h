// What the scale searches of the K types find for a super-block of 256 values, before it is packed into bytes.
// Thread-safety: values.
#pragma once

#include <array>
#include <cstdint>

namespace halftone::codecs {

// q3_K and q6_K: y = d·scale·(q − offset), sixteen sub-blocks of 16.
struct SymmetricCodes {
  float d = 0.0f;                                 // a number that f16 holds
  std::array<std::int8_t, 16> scale{};            // q3_K −32..31, q6_K −128..127
  alignas(64) std::array<std::uint8_t, 256> q{};  // q3_K 0..7 with offset 4, q6_K 0..63 with offset 32
};

// q2_K, q4_K and q5_K: y = d·scale·q − dmin·min.
struct AffineCodes {
  float d = 0.0f, dmin = 0.0f;                    // numbers that f16 holds
  std::array<std::uint8_t, 16> scale{};           // one per sub-block: 16 of 0..15 for q2_K, else 8 of 0..63
  std::array<std::uint8_t, 16> min{};             // likewise
  alignas(64) std::array<std::uint8_t, 256> q{};  // 0..3, 0..15, 0..31
};

}  // namespace halftone::codecs
