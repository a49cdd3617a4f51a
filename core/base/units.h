// Bytes: a size that cannot be mistaken for a count of values.
// Thread-safety: values.
#pragma once

#include <compare>
#include <cstdint>

namespace halftone {

struct Bytes {
  std::uint64_t count = 0;
  friend constexpr auto operator<=>(Bytes, Bytes) = default;
  friend constexpr Bytes operator+(Bytes a, Bytes b) { return {a.count + b.count}; }
  friend constexpr Bytes operator-(Bytes a, Bytes b) { return {a.count - b.count}; }  // REQUIRES: a >= b
  constexpr Bytes& operator+=(Bytes other) {
    count += other.count;
    return *this;
  }
};

// The smallest multiple of `alignment` that is at least `value`. REQUIRES: alignment > 0, no overflow.
constexpr std::uint64_t alignUp(std::uint64_t value, std::uint64_t alignment) {
  return (value + alignment - 1) / alignment * alignment;
}

// Bits per weight of `size` bytes that hold `weights` weights; 0 for no weights.
constexpr double bitsPerWeight(Bytes size, std::uint64_t weights) {
  return weights == 0 ? 0.0 : static_cast<double>(size.count) * 8.0 / static_cast<double>(weights);
}

}  // namespace halftone
