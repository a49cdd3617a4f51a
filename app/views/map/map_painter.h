// MapPainter: draws cells and headers of the map. A dot's area is its bits per weight, its colour the lens's strength;
// a ring is not measured yet, a square is never quantized, a marked corner was chosen by hand, a bar below fell back to
// another type than was wanted. When cells are large enough the type and the figure stand in them. Thread-safety: GUI
// thread only.
#pragma once

#include <QFont>
#include <QPainter>
#include <QPalette>
#include <QString>

#include "app/models/map_model.h"
#include "app/views/map/map_geometry.h"

namespace halftone::app {

// What the map knows of a cell besides its data.
struct CellState {
  bool selected = false;
  bool current = false;  // the keyboard's cell, while the map has the focus
};

class MapPainter {
 public:
  MapPainter(const MapModel& model, const QPalette& palette, const QFont& font, QSize cell);

  void drawCell(QPainter& painter, const QRect& rect, const MapCell& cell, CellState state) const;
  void drawRowName(QPainter& painter, const QRect& rect, int row, bool active) const;
  void drawHeading(QPainter& painter, const QRect& rect, RoleGroup group) const;
  void drawLayerNumber(QPainter& painter, const QRect& rect, int column, bool active) const;

  // Every how many columns a layer number fits. At least 1.
  int layerNumberStep() const { return m_layerNumberStep; }
  // The bar below a dot that fell back, inside `area`.
  static QRectF fallbackBar(const QRectF& dot, const QRectF& area);
  static QString groupName(RoleGroup group);

  // Diameter of a dot of `bits` bits per weight in a cell whose largest dot has `largest`.
  static double dotDiameter(double bits, double largest);

 private:
  void drawDot(QPainter& painter, const QRectF& area, const MapCell& cell) const;
  static void drawCross(QPainter& painter, const QRectF& dot);
  void drawMarks(QPainter& painter, const QRectF& dot, const QRectF& area, const MapCell& cell) const;
  int textHeight() const { return m_lines > 0 ? m_lines * m_lineHeight + 2 : 0; }  // at a cell's bottom
  void drawText(QPainter& painter, const QRect& rect, const MapCell& cell) const;

  const MapModel& m_model;
  const QPalette& m_palette;
  QFont m_font;
  QFont m_cellFont;
  bool m_dark;
  int m_lines;  // of text in a cell
  int m_lineHeight;
  int m_layerNumberStep;
};

}  // namespace halftone::app
