// Lanes: a sum in eight parts, always eight, whatever the machine's vectors are: value i goes to lane i mod 8 and the
// lanes are added pairwise. So the compiler may use any vector width and the result keeps every bit.
// Thread-safety: values.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>

namespace halftone {

inline constexpr std::size_t kLanes = 8;

template <class T>
struct Lanes {
  std::array<T, kLanes> part{};

  T& operator[](std::size_t lane) { return part[lane]; }
  T sum() const { return ((part[0] + part[4]) + (part[2] + part[6])) + ((part[1] + part[5]) + (part[3] + part[7])); }
  T max() const { return *std::max_element(part.begin(), part.end()); }
};

// Calls body(lane, index) for every index below `count`, eight at a time.
template <class Body>
inline void forLanes(std::size_t count, const Body& body) {
  const std::size_t whole = count / kLanes * kLanes;
  for (std::size_t index = 0; index < whole; index += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane) body(lane, index + lane);
  for (std::size_t index = whole; index < count; ++index) body(index - whole, index);
}

}  // namespace halftone
