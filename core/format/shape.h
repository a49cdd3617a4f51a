// Shape: a tensor's dimensions, fastest-varying first, as GGUF writes them.
// Thread-safety: values.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace halftone {

struct Shape {
  std::array<std::uint64_t, 4> dimensions = {1, 1, 1, 1};
  std::uint32_t rank = 0;

  std::uint64_t columns() const { return dimensions[0]; }                               // length of a row
  std::uint64_t rows() const { return dimensions[1] * dimensions[2] * dimensions[3]; }  // over all matrices
  std::uint64_t elements() const { return columns() * rows(); }  // readers refuse shapes whose product overflows
  std::uint64_t matrices() const { return dimensions[2] * dimensions[3]; }  // experts of a stacked tensor
  std::string text() const;                                                 // "4096 × 14336"
  friend bool operator==(const Shape&, const Shape&) = default;
};

}  // namespace halftone
