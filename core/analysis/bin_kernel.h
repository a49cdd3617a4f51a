// Which bin each value belongs to, on all SIMD targets alike; the counting is the caller's.
// Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <span>

namespace halftone {

// Bins of equal width from the middle outwards, so that 0 begins the upper half whatever the rounding of `low`:
// ⌊value·perUnit + count/2⌋, within 0 … count − 1; then three for what has no bin.
struct EvenBins {
  double low = 0;
  double high = 0;
  double perUnit = 0;
  std::uint16_t count = 0;

  std::uint16_t below() const { return count; }
  std::uint16_t above() const { return static_cast<std::uint16_t>(count + 1); }
  std::uint16_t notFinite() const { return static_cast<std::uint16_t>(count + 2); }
};

// Of source − subtracted; nothing is subtracted if `subtracted` is empty. REQUIRES: spans of equal length.
void findEvenBins(const EvenBins& even, std::span<const float> source, std::span<const float> subtracted,
                  std::span<std::uint16_t> bins);

// What became of a sign: of each pair 4·(number of `edges` that |source| reaches) + one of these.
enum SignFate : std::uint16_t { kSignKept, kSignLost, kSignFlipped, kNoSign };  // none: source 0 or one not finite
void findSignBins(std::span<const double> edges, std::span<const float> source, std::span<const float> decoded,
                  std::span<std::uint16_t> bins);

}  // namespace halftone
