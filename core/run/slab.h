// Slab: the part of a tensor that is held in memory at once, about 1 MB as f32. Its cut depends on the shape alone, so
// a sum over slabs in order has the same bits whatever the threads.
// Thread-safety: values.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/format/shape.h"

namespace halftone {

// Whole rows of one matrix, or a piece of one row that is longer than a slab.
struct Slab {
  std::uint64_t firstRow = 0;  // over all matrices
  std::uint64_t rows = 0;
  std::uint64_t firstColumn = 0;  // a multiple of 256
  std::uint64_t columns = 0;      // of each row that are in the slab
  std::uint64_t matrix = 0;       // the expert it belongs to; 0 where matrices are not kept apart

  std::size_t values() const { return static_cast<std::size_t>(rows * columns); }
};

class SlabCut {
 public:
  static constexpr std::uint64_t kValues = std::uint64_t{1} << 18;

  // Slabs of at most `maxValues` values (a multiple of 256) that never straddle two matrices of the tensor, or, where
  // `matricesApart` is false, may: only importance tells one matrix from another.
  SlabCut(const Shape& shape, bool matricesApart, std::uint64_t maxValues = kValues);

  std::uint64_t count() const { return m_matrices * m_slabsPerMatrix; }
  Slab at(std::uint64_t index) const;  // in the tensor's order. REQUIRES: index < count().

 private:
  std::uint64_t m_columns = 0;
  std::uint64_t m_matrices = 0;
  std::uint64_t m_rowsPerMatrix = 0;
  std::uint64_t m_rowsPerSlab = 1;
  std::uint64_t m_columnsPerSlab = 0;
  std::uint64_t m_piecesPerRow = 1;
  std::uint64_t m_slabsPerMatrix = 0;
};

}  // namespace halftone
