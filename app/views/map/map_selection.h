// MapSelection: turns places on the map into the document's selection: cells, ranges, rows, columns, the keyboard's
// moves. Thread-safety: GUI thread only.
#pragma once

#include <QList>
#include <functional>
#include <optional>

#include "app/document/model_document.h"
#include "app/models/map_model.h"

namespace halftone::app {

struct MapPlace {
  int row = 0;
  int column = 0;
  friend bool operator==(MapPlace, MapPlace) = default;
};

enum class SelectMode {
  Only,    // replaces the selection
  Toggle,  // adds or takes away
  Extend,  // the range from the anchor, replacing the selection
};

class MapSelection {
 public:
  // REQUIRES: document and model outlive the selection.
  MapSelection(ModelDocument& document, const MapModel& model) : m_document(document), m_model(model) {}

  // The keyboard's place: the current tensor's, if it is shown.
  std::optional<MapPlace> current() const;
  bool contains(TensorId tensor) const;

  void selectCell(MapPlace place, SelectMode mode);
  void selectRow(int row, SelectMode mode);
  void selectColumn(int column, SelectMode mode);
  void selectAll();
  void clear();
  // All tensors that `isWanted`, among those shown.
  void selectWhere(const std::function<bool(const MapCell&)>& isWanted);
  // The cells of a rectangle, added to `base`.
  void selectRange(MapPlace a, MapPlace b, const QList<TensorId>& base);

  // The next cell from the current one in a direction; empty cells are passed over. Nothing at the edge.
  std::optional<MapPlace> neighbour(int rows, int columns) const;
  // The first (direction < 0) or last cell of the current row.
  std::optional<MapPlace> endOfRow(int direction) const;
  void moveFocus(MapPlace place);            // makes it current, the selection stays
  void forgetAnchor() { m_anchor.reset(); }  // the map holds other tensors now

 private:
  std::optional<TensorId> tensorAt(MapPlace place) const;
  QList<TensorId> tensorsIn(int top, int bottom, int left, int right) const;
  void selectLine(const QList<TensorId>& line, SelectMode mode);

  ModelDocument& m_document;
  const MapModel& m_model;
  std::optional<TensorId> m_anchor;  // where a range starts
};

}  // namespace halftone::app
