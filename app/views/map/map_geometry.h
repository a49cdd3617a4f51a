// MapGeometry: where rows, columns and group headings of the map lie, in content coordinates (without scrolling and
// without the headers at the top and the left). Thread-safety: values.
#pragma once

#include <QPoint>
#include <QRect>
#include <QSize>
#include <optional>
#include <utility>
#include <vector>

#include "app/models/map_model.h"

namespace halftone::app {

class MapGeometry {
 public:
  MapGeometry() = default;
  // REQUIRES: cell sizes of at least one pixel.
  MapGeometry(const MapModel& model, QSize cell, int headingHeight);

  QSize cellSize() const { return m_cell; }
  QSize contentSize() const;
  int rows() const { return static_cast<int>(m_rowTops.size()); }
  int columns() const { return static_cast<int>(m_columnLefts.size()); }

  QRect cellRect(int row, int column) const;
  int rowTop(int row) const { return m_rowTops[static_cast<std::size_t>(row)]; }
  int columnLeft(int column) const { return m_columnLefts[static_cast<std::size_t>(column)]; }

  std::optional<int> rowAt(int y) const;     // nothing in a heading or outside
  std::optional<int> columnAt(int x) const;  // nothing in the gap after the first column or outside
  // First and last row or column that touch a range, clamped to what exists. REQUIRES: rows() > 0, columns() > 0.
  std::pair<int, int> rowsIn(int top, int bottom) const;
  std::pair<int, int> columnsIn(int left, int right) const;

  struct Heading {
    RoleGroup group;
    int top;
  };
  const std::vector<Heading>& headings() const { return m_headings; }
  int headingHeight() const { return m_headingHeight; }

 private:
  QSize m_cell = {1, 1};
  int m_headingHeight = 0;
  std::vector<int> m_rowTops;
  std::vector<int> m_columnLefts;
  std::vector<Heading> m_headings;
};

}  // namespace halftone::app
