#include "app/views/map/map_geometry.h"

#include <algorithm>

namespace halftone::app {

namespace {

// Between tensors outside the layers and layer 0.
constexpr int kEdgeGap = 10;

// Index of the last start that is not after `position`, or 0.
int startAtOrBefore(const std::vector<int>& starts, int position) {
  const auto after = std::upper_bound(starts.begin(), starts.end(), position);
  return std::max(0, static_cast<int>(after - starts.begin()) - 1);
}

}  // namespace

MapGeometry::MapGeometry(const MapModel& model, QSize cell, int headingHeight)
    : m_cell(cell), m_headingHeight(headingHeight) {
  int y = 0;
  for (int row = 0; row < model.rowCount(); ++row) {
    if (row == 0 || model.mapRow(row).group != model.mapRow(row - 1).group) {
      m_headings.push_back({model.mapRow(row).group, y});
      y += headingHeight;
    }
    m_rowTops.push_back(y);
    y += cell.height();
  }
  int x = 0;
  for (int column = 0; column < model.columnCount(); ++column) {
    m_columnLefts.push_back(x);
    x += cell.width();
    if (!model.layer(column)) x += kEdgeGap;
  }
}

QSize MapGeometry::contentSize() const {
  if (m_rowTops.empty() || m_columnLefts.empty()) return {0, 0};
  return {m_columnLefts.back() + m_cell.width(), m_rowTops.back() + m_cell.height()};
}

QRect MapGeometry::cellRect(int row, int column) const { return {QPoint(columnLeft(column), rowTop(row)), m_cell}; }

std::optional<int> MapGeometry::rowAt(int y) const {
  if (m_rowTops.empty()) return std::nullopt;
  const int row = startAtOrBefore(m_rowTops, y);
  if (y < rowTop(row) || y >= rowTop(row) + m_cell.height()) return std::nullopt;
  return row;
}

std::optional<int> MapGeometry::columnAt(int x) const {
  if (m_columnLefts.empty()) return std::nullopt;
  const int column = startAtOrBefore(m_columnLefts, x);
  if (x < columnLeft(column) || x >= columnLeft(column) + m_cell.width()) return std::nullopt;
  return column;
}

std::pair<int, int> MapGeometry::rowsIn(int top, int bottom) const {
  return {startAtOrBefore(m_rowTops, top), startAtOrBefore(m_rowTops, bottom)};
}

std::pair<int, int> MapGeometry::columnsIn(int left, int right) const {
  return {startAtOrBefore(m_columnLefts, left), startAtOrBefore(m_columnLefts, right)};
}

}  // namespace halftone::app
