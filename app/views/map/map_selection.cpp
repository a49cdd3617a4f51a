#include "app/views/map/map_selection.h"

#include <algorithm>

namespace halftone::app {

std::optional<MapPlace> MapSelection::current() const {
  if (!m_document.current()) return std::nullopt;
  const auto at = m_model.position(*m_document.current());
  if (!at) return std::nullopt;
  return MapPlace{at->first, at->second};
}

bool MapSelection::contains(TensorId tensor) const {
  return std::binary_search(m_document.selection().begin(), m_document.selection().end(), tensor);
}

std::optional<TensorId> MapSelection::tensorAt(MapPlace place) const {
  const MapCell* cell = m_model.cell(place.row, place.column);
  if (cell == nullptr) return std::nullopt;
  return cell->tensor;
}

QList<TensorId> MapSelection::tensorsIn(int top, int bottom, int left, int right) const {
  QList<TensorId> tensors;
  for (int row = top; row <= bottom; ++row)
    for (int column = left; column <= right; ++column)
      if (const auto tensor = tensorAt({row, column})) tensors.append(*tensor);
  return tensors;
}

void MapSelection::selectCell(MapPlace place, SelectMode mode) {
  const std::optional<TensorId> tensor = tensorAt(place);
  if (!tensor) return;
  const auto anchor = m_anchor ? m_model.position(*m_anchor) : std::nullopt;
  if (mode == SelectMode::Extend && anchor) {
    selectRange({anchor->first, anchor->second}, place, {});
    m_document.select(m_document.selection(), tensor);
    return;
  }
  m_anchor = tensor;
  if (mode != SelectMode::Toggle) return m_document.select({*tensor}, tensor);
  QList<TensorId> selection = m_document.selection();
  if (!selection.removeOne(*tensor)) selection.append(*tensor);
  m_document.select(selection, tensor);
}

void MapSelection::selectLine(const QList<TensorId>& line, SelectMode mode) {
  if (line.isEmpty()) return;
  QList<TensorId> selection = mode == SelectMode::Only ? QList<TensorId>() : m_document.selection();
  const bool allSelected = std::all_of(line.begin(), line.end(), [this](TensorId id) { return contains(id); });
  if (mode == SelectMode::Toggle && allSelected)
    selection.removeIf([&line](TensorId id) { return line.contains(id); });
  else
    selection += line;
  m_document.select(selection, line.front());
}

void MapSelection::selectRow(int row, SelectMode mode) {
  const auto anchor = m_anchor ? m_model.position(*m_anchor) : std::nullopt;
  const int from = mode == SelectMode::Extend && anchor ? anchor->first : row;
  const QList<TensorId> line = tensorsIn(std::min(from, row), std::max(from, row), 0, m_model.columnCount() - 1);
  if (mode != SelectMode::Extend && !line.isEmpty()) m_anchor = line.front();
  selectLine(line, mode);
}

void MapSelection::selectColumn(int column, SelectMode mode) {
  const auto anchor = m_anchor ? m_model.position(*m_anchor) : std::nullopt;
  const int from = mode == SelectMode::Extend && anchor ? anchor->second : column;
  const QList<TensorId> line = tensorsIn(0, m_model.rowCount() - 1, std::min(from, column), std::max(from, column));
  if (mode != SelectMode::Extend && !line.isEmpty()) m_anchor = line.front();
  selectLine(line, mode);
}

void MapSelection::selectAll() {
  selectWhere([](const MapCell&) { return true; });
}

void MapSelection::clear() {
  m_anchor.reset();
  m_document.select({}, std::nullopt);
}

void MapSelection::selectWhere(const std::function<bool(const MapCell&)>& isWanted) {
  QList<TensorId> tensors;
  for (int row = 0; row < m_model.rowCount(); ++row)
    for (int column = 0; column < m_model.columnCount(); ++column)
      if (const MapCell* cell = m_model.cell(row, column); cell != nullptr && isWanted(*cell))
        tensors.append(cell->tensor);
  std::optional<TensorId> shown = m_document.current();
  if (!shown && !tensors.isEmpty()) shown = tensors.front();
  m_document.select(tensors, shown);
}

void MapSelection::selectRange(MapPlace a, MapPlace b, const QList<TensorId>& base) {
  const QList<TensorId> inside = tensorsIn(std::min(a.row, b.row), std::max(a.row, b.row), std::min(a.column, b.column),
                                           std::max(a.column, b.column));
  std::optional<TensorId> shown = m_document.current();
  if (!inside.isEmpty() && (!shown || !inside.contains(*shown))) shown = inside.front();
  if (inside.isEmpty() && base.isEmpty()) shown.reset();
  m_document.select(base + inside, shown);
}

std::optional<MapPlace> MapSelection::neighbour(int rows, int columns) const {
  MapPlace place = current().value_or(MapPlace{-1, -1});
  if (place.row < 0) {
    const QList<TensorId> all = tensorsIn(0, m_model.rowCount() - 1, 0, m_model.columnCount() - 1);
    if (all.isEmpty()) return std::nullopt;
    const auto first = m_model.position(all.front());
    return MapPlace{first->first, first->second};
  }
  for (;;) {
    place.row += rows;
    place.column += columns;
    if (place.row < 0 || place.row >= m_model.rowCount() || place.column < 0 || place.column >= m_model.columnCount())
      return std::nullopt;
    if (m_model.cell(place.row, place.column) != nullptr) return place;
    if (columns != 0) continue;
    // Rows of tensors outside the layers have one cell only: the nearest in this row is where the eye goes.
    for (int left = place.column; left >= 0; --left)
      if (m_model.cell(place.row, left) != nullptr) return MapPlace{place.row, left};
    for (int right = place.column; right < m_model.columnCount(); ++right)
      if (m_model.cell(place.row, right) != nullptr) return MapPlace{place.row, right};
  }
}

std::optional<MapPlace> MapSelection::endOfRow(int direction) const {
  const std::optional<MapPlace> from = current();
  if (!from) return neighbour(0, 0);
  const int columns = m_model.columnCount();
  for (int i = 0; i < columns; ++i) {
    const int column = direction < 0 ? i : columns - 1 - i;
    if (m_model.cell(from->row, column) != nullptr) return MapPlace{from->row, column};
  }
  return std::nullopt;
}

void MapSelection::moveFocus(MapPlace place) {
  if (const auto tensor = tensorAt(place)) m_document.select(m_document.selection(), tensor);
}

}  // namespace halftone::app
