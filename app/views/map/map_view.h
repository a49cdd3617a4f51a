// MapView: the model as a field of dots, layers across, roles down. Selects with mouse and keyboard, gives types,
// paints with the palette's type, zooms around the cursor. Only what is exposed is drawn. Thread-safety: GUI thread
// only.
#pragma once

#include <QAbstractScrollArea>
#include <QMenu>
#include <QPointer>
#include <optional>
#include <set>

#include "app/models/map_model.h"
#include "app/views/map/map_geometry.h"
#include "app/views/map/map_keys.h"
#include "app/views/map/map_selection.h"

class QRubberBand;

namespace halftone::app {

class MapView : public QAbstractScrollArea {
  Q_OBJECT

 public:
  // REQUIRES: document and model outlive the view.
  MapView(ModelDocument& document, MapModel& model, QWidget* parent = nullptr);
  ~MapView() override;

  MapSelection& mapSelection() { return m_selection; }

  void zoomIn() { zoomBy(1.25, viewport()->rect().center()); }
  void zoomOut() { zoomBy(1 / 1.25, viewport()->rect().center()); }
  void fit();  // the whole map in the window, if its cells stay visible; also after every resize until the next zoom
  bool fitted() const { return m_fitted; }
  QSize cellSize() const { return m_geometry.cellSize(); }

  // Paint mode: dragging gives this type to the cells it passes, one undo step a drag. Nothing = select by dragging.
  void setBrush(std::optional<TensorType> type);
  std::optional<TensorType> brush() const { return m_brush; }

  // Where a cell is in the viewport, for tests and screen readers; nothing if the tensor is not shown.
  std::optional<QRect> cellInViewport(TensorId tensor) const;
  QRect rowHeaderInViewport(int row) const;
  QRect columnHeaderInViewport(int column) const;

  QSize sizeHint() const override;

 signals:
  void message(const QString& text);  // what a gesture did, for the status bar
  void brushDropped();                // Escape left paint mode

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  bool viewportEvent(QEvent* event) override;

 private:
  // A press that may become a rubber band or a stroke of paint.
  struct Drag {
    enum class Kind { None, Band, Paint } kind = Kind::None;
    QPoint from;  // content coordinates
    QPoint last;
    QList<TensorId> base;  // what stays selected under a band
    int gesture = 0;
    std::set<TensorId> painted;
    Given given;
  };

  void relayout();
  void updateScrollBars();
  void zoomBy(double factor, QPoint around);
  QRect cellsArea() const;  // of the viewport, right of and below the headers
  QPoint toContent(QPoint inViewport) const;
  QPoint scrolled() const;
  std::optional<MapPlace> placeAt(QPoint inViewport) const;
  void drawCells(QPainter& painter, const QRect& exposed, const class MapPainter& draw) const;
  void drawHeaders(QPainter& painter, const MapPainter& draw) const;
  void pressHeader(QPoint at, SelectMode mode);
  void dragBand(QPoint at);
  void paintTo(QPoint at);
  void finishPaint();
  void forgetGesture();
  void showCurrent();
  void followSelection();

  ModelDocument& m_document;
  MapModel& m_model;
  MapSelection m_selection;
  MapKeys m_keys;
  MapGeometry m_geometry;
  int m_headerWidth = 0;
  int m_headerHeight = 0;
  bool m_fitted = true;
  double m_cellWidth = 32;
  double m_cellHeight = 32;
  double m_cellAspect = 1;  // width / height that zooming leads to, decided by the last fit
  Drag m_drag;
  std::optional<TensorType> m_brush;
  QRubberBand* m_band;
  QPointer<QMenu> m_menu;  // while it is open
};

}  // namespace halftone::app
