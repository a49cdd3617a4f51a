// RowSlab: what every accumulator is fed: some rows of a tensor, before and after encoding.
// Thread-safety: a view; its spans must outlive the call that takes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace halftone {

// Whole rows, or one piece of one row where a row is too long to hold. All spans are of the same rows.
struct RowSlab {
  std::uint64_t firstRow = 0;         // of the tensor, over all its matrices
  std::uint64_t firstColumn = 0;      // 0 unless this is a later piece of a long row; then a multiple of 32
  std::size_t columns = 0;            // values of each row that are here
  std::span<const float> source;      // rows × columns
  std::span<const float> decoded;     // as many, or empty: nothing was encoded
  std::span<const float> importance;  // one per column, or empty: all 1

  std::size_t rows() const { return columns == 0 ? 0 : source.size() / columns; }
  std::span<const float> sourceRow(std::size_t row) const { return source.subspan(row * columns, columns); }
  std::span<const float> decodedRow(std::size_t row) const {
    return decoded.empty() ? decoded : decoded.subspan(row * columns, columns);
  }
};

}  // namespace halftone
