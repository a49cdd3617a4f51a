#include "core/run/slab.h"

#include <algorithm>

namespace halftone {

SlabCut::SlabCut(const Shape& shape, bool matricesApart, std::uint64_t maxValues) {
  if (shape.elements() == 0) return;
  m_columns = shape.columns();
  m_matrices = matricesApart ? shape.matrices() : 1;
  m_rowsPerMatrix = shape.rows() / m_matrices;
  m_columnsPerSlab = std::min(m_columns, maxValues);
  m_piecesPerRow = (m_columns + m_columnsPerSlab - 1) / m_columnsPerSlab;
  m_rowsPerSlab = m_piecesPerRow > 1 ? 1 : std::min(maxValues / m_columns, m_rowsPerMatrix);
  m_slabsPerMatrix = (m_rowsPerMatrix + m_rowsPerSlab - 1) / m_rowsPerSlab * m_piecesPerRow;
}

Slab SlabCut::at(std::uint64_t index) const {
  const std::uint64_t matrix = index / m_slabsPerMatrix;
  const std::uint64_t inMatrix = index % m_slabsPerMatrix;
  const std::uint64_t row = inMatrix / m_piecesPerRow * m_rowsPerSlab;
  const std::uint64_t column = inMatrix % m_piecesPerRow * m_columnsPerSlab;
  return {matrix * m_rowsPerMatrix + row, std::min(m_rowsPerSlab, m_rowsPerMatrix - row), column,
          std::min(m_columnsPerSlab, m_columns - column), matrix};
}

}  // namespace halftone
