#include "app/views/map/map_view.h"

#include <QAccessible>
#include <QGestureEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QPainter>
#include <QPinchGesture>
#include <QRubberBand>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "app/views/map/map_menu.h"
#include "app/views/map/map_painter.h"

namespace halftone::app {

namespace {

constexpr double kLeastWidth = 6;
constexpr double kLargestFittedHeight = 76;
constexpr double kLargestHeight = 160;
constexpr double kLargestAspect = 1.7;  // width / height
constexpr double kTallestFitted = 2.2;  // height / width, beyond the height of a row's name

SelectMode modeFor(Qt::KeyboardModifiers modifiers) {
  if (modifiers & Qt::ShiftModifier) return SelectMode::Extend;
  return modifiers & Qt::ControlModifier ? SelectMode::Toggle : SelectMode::Only;
}

}  // namespace

MapView::MapView(ModelDocument& document, MapModel& model, QWidget* parent)
    : QAbstractScrollArea(parent),
      m_document(document),
      m_model(model),
      m_selection(document, model),
      m_keys(document, m_selection, [this](const QString& text) { emit message(text); }),
      m_band(new QRubberBand(QRubberBand::Rectangle, viewport())) {
  setFocusPolicy(Qt::StrongFocus);
  setFrameShape(QFrame::NoFrame);
  setAccessibleName(tr("Map of the model's tensors"));
  viewport()->setMouseTracking(true);
  viewport()->setBackgroundRole(QPalette::Base);
  viewport()->setAutoFillBackground(true);
  grabGesture(Qt::PinchGesture);
  connect(&model, &QAbstractItemModel::modelReset, this, [this] {
    forgetGesture();
    m_fitted = true;
    relayout();
  });
  connect(&model, &QAbstractItemModel::dataChanged, viewport(), [this] { viewport()->update(); });
  connect(&model, &MapModel::scaleChanged, viewport(), [this] { viewport()->update(); });
  connect(&document, &ModelDocument::selectionChanged, this, &MapView::followSelection);
  relayout();
}

MapView::~MapView() = default;

QSize MapView::sizeHint() const { return {720, 480}; }

void MapView::fit() {
  m_fitted = true;
  relayout();
}

// Cell sizes, headers and scroll bars from the model, the font and, while fitted, the size of the window.
void MapView::relayout() {
  const QFontMetrics metrics(font());
  const int headingHeight = metrics.height() + 4;
  m_headerHeight = metrics.height() + 8;
  m_headerWidth = metrics.horizontalAdvance(QStringLiteral("ffn_gate")) + 14;
  for (int row = 0; row < m_model.rowCount(); ++row) {
    const int width = metrics.horizontalAdvance(m_model.mapRow(row).name);
    m_headerWidth = std::max(m_headerWidth, std::min(width + width / 12 + 16, 190));
  }
  const double nameHeight = metrics.height() + 2;
  if (m_fitted && m_model.rowCount() > 0 && m_model.columnCount() > 0) {
    const MapGeometry unit(m_model, {1, 1}, headingHeight);
    const QSize rest = unit.contentSize() - QSize(m_model.columnCount(), m_model.rowCount());
    const QSize room = maximumViewportSize() - QSize(m_headerWidth, m_headerHeight) - rest - QSize(6, 6);
    const double width = std::max(kLeastWidth, static_cast<double>(room.width()) / m_model.columnCount());
    const double tallest = std::max(nameHeight, std::min(kLargestFittedHeight, kTallestFitted * width));
    m_cellHeight = std::clamp(static_cast<double>(room.height()) / m_model.rowCount(), nameHeight, tallest);
    m_cellWidth = std::min(width, kLargestAspect * m_cellHeight);
    m_cellAspect = std::max(1.0, m_cellWidth / m_cellHeight);
  }
  const QSize cell(std::max(1, static_cast<int>(m_cellWidth)), std::max(1, static_cast<int>(m_cellHeight)));
  m_geometry = MapGeometry(m_model, cell, headingHeight);
  updateScrollBars();
  viewport()->update();
}

void MapView::updateScrollBars() {
  const QSize content = m_geometry.contentSize() + QSize(2, 2);
  // Bars that are shown take room themselves: where everything fits without them, they go.
  const QSize whole = maximumViewportSize() - QSize(m_headerWidth, m_headerHeight);
  const bool fits = content.width() <= whole.width() && content.height() <= whole.height();
  const QSize room = fits ? whole : cellsArea().size();
  const auto set = [](QScrollBar* bar, int length, int page, int step) {
    bar->setRange(0, std::max(0, length - page));
    bar->setPageStep(page);
    bar->setSingleStep(step);
  };
  set(horizontalScrollBar(), content.width(), room.width(), m_geometry.cellSize().width());
  set(verticalScrollBar(), content.height(), room.height(), m_geometry.cellSize().height());
}

QRect MapView::cellsArea() const { return viewport()->rect().adjusted(m_headerWidth, m_headerHeight, 0, 0); }

QPoint MapView::scrolled() const { return {horizontalScrollBar()->value(), verticalScrollBar()->value()}; }

QPoint MapView::toContent(QPoint inViewport) const { return inViewport - cellsArea().topLeft() + scrolled(); }

std::optional<MapPlace> MapView::placeAt(QPoint inViewport) const {
  if (!cellsArea().contains(inViewport)) return std::nullopt;
  const QPoint at = toContent(inViewport);
  const auto row = m_geometry.rowAt(at.y());
  const auto column = m_geometry.columnAt(at.x());
  if (!row || !column || m_model.cell(*row, *column) == nullptr) return std::nullopt;
  return MapPlace{*row, *column};
}

std::optional<QRect> MapView::cellInViewport(TensorId tensor) const {
  const auto at = m_model.position(tensor);
  if (!at) return std::nullopt;
  return m_geometry.cellRect(at->first, at->second).translated(cellsArea().topLeft() - scrolled());
}

QRect MapView::rowHeaderInViewport(int row) const {
  return {0, m_headerHeight + m_geometry.rowTop(row) - scrolled().y(), m_headerWidth, m_geometry.cellSize().height()};
}

QRect MapView::columnHeaderInViewport(int column) const {
  return {m_headerWidth + m_geometry.columnLeft(column) - scrolled().x(), 0, m_geometry.cellSize().width(),
          m_headerHeight};
}

void MapView::setBrush(std::optional<TensorType> type) {
  m_brush = type;
  viewport()->setCursor(type ? Qt::CrossCursor : Qt::ArrowCursor);
}

void MapView::paintEvent(QPaintEvent* event) {
  QPainter painter(viewport());
  if (m_geometry.rows() == 0 || m_geometry.columns() == 0) return;
  const MapPainter draw(m_model, palette(), font(), m_geometry.cellSize());
  painter.setRenderHint(QPainter::Antialiasing);
  const QRect exposed = event->rect().intersected(cellsArea());
  if (!exposed.isEmpty()) {
    painter.setClipRect(exposed);
    drawCells(painter, exposed, draw);
  }
  painter.setClipping(false);
  if (!cellsArea().contains(event->rect())) drawHeaders(painter, draw);
}

void MapView::drawCells(QPainter& painter, const QRect& exposed, const MapPainter& draw) const {
  const QRect content(toContent(exposed.topLeft()), exposed.size());
  const auto [firstRow, lastRow] = m_geometry.rowsIn(content.top(), content.bottom());
  const auto [firstColumn, lastColumn] = m_geometry.columnsIn(content.left(), content.right());
  const QPoint offset = cellsArea().topLeft() - scrolled();
  const std::optional<MapPlace> current = hasFocus() ? m_selection.current() : std::nullopt;
  for (int row = firstRow; row <= lastRow; ++row)
    for (int column = firstColumn; column <= lastColumn; ++column) {
      const MapCell* cell = m_model.cell(row, column);
      if (cell == nullptr) continue;
      const CellState state{m_selection.contains(cell->tensor), current == MapPlace{row, column}};
      draw.drawCell(painter, m_geometry.cellRect(row, column).translated(offset), *cell, state);
    }
}

void MapView::drawHeaders(QPainter& painter, const MapPainter& draw) const {
  const QRect area = cellsArea();
  const QRect left(0, area.top(), m_headerWidth, area.height());
  const QRect top(area.left(), 0, area.width(), m_headerHeight);
  const std::optional<MapPlace> current = m_selection.current();
  const QRect visible(toContent(area.topLeft()), area.size());
  const auto [firstRow, lastRow] = m_geometry.rowsIn(visible.top(), visible.bottom());
  const auto [firstColumn, lastColumn] = m_geometry.columnsIn(visible.left(), visible.right());

  painter.setClipRect(left);
  for (int row = firstRow; row <= lastRow; ++row)
    draw.drawRowName(painter, rowHeaderInViewport(row), row, current && current->row == row);
  painter.setClipRect(QRect(0, area.top(), viewport()->width(), area.height()));
  for (const MapGeometry::Heading& heading : m_geometry.headings())
    draw.drawHeading(painter,
                     {0, m_headerHeight + heading.top - scrolled().y(), m_headerWidth * 2, m_geometry.headingHeight()},
                     heading.group);
  painter.setClipRect(top);
  for (int column = firstColumn; column <= lastColumn; ++column)
    draw.drawLayerNumber(painter, columnHeaderInViewport(column), column, current && current->column == column);
  painter.setClipRect(QRect(0, 0, m_headerWidth, m_headerHeight));
  painter.setPen(palette().color(QPalette::PlaceholderText));
  painter.drawText(QRect(0, 0, m_headerWidth - 8, m_headerHeight), Qt::AlignRight | Qt::AlignVCenter, tr("layer"));
  painter.setClipping(false);
}

void MapView::resizeEvent(QResizeEvent*) { m_fitted ? relayout() : updateScrollBars(); }

// Moves what is drawn already, so that only the uncovered strip and the headers are painted.
void MapView::scrollContentsBy(int dx, int dy) {
  if (m_band->isVisible()) return viewport()->update();
  const QRect area = cellsArea();
  viewport()->scroll(dx, dy, area);
  if (dx != 0) viewport()->update(0, 0, viewport()->width(), m_headerHeight);
  // Group headings reach over the first cells.
  if (dy != 0 || dx != 0) viewport()->update(0, m_headerHeight, m_headerWidth * 2, area.height());
}

void MapView::changeEvent(QEvent* event) {
  QAbstractScrollArea::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) relayout();
}

void MapView::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape && m_brush) {
    setBrush(std::nullopt);
    emit brushDropped();
    return;
  }
  if (m_keys.press(*event))
    showCurrent();
  else
    QAbstractScrollArea::keyPressEvent(event);
}

void MapView::focusInEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusInEvent(event);
  // Who comes with the keyboard sees where he is.
  const bool byKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
  if (byKey && !m_selection.current())
    if (const auto first = m_selection.neighbour(0, 0)) m_selection.moveFocus(*first);
  viewport()->update();
}

void MapView::focusOutEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusOutEvent(event);
  viewport()->update();
}

void MapView::pressHeader(QPoint at, SelectMode mode) {
  const bool aboveCells = at.y() < m_headerHeight;
  const bool besideCells = at.x() < m_headerWidth;
  if (aboveCells && besideCells) return m_selection.selectAll();
  if (aboveCells) {
    if (const auto column = m_geometry.columnAt(toContent(at).x())) m_selection.selectColumn(*column, mode);
  } else if (const auto row = m_geometry.rowAt(toContent(at).y())) {
    m_selection.selectRow(*row, mode);
  }
}

void MapView::mousePressEvent(QMouseEvent* event) {
  const QPoint at = event->position().toPoint();
  if (event->button() != Qt::LeftButton || !m_document.model()) return;
  const SelectMode mode = modeFor(event->modifiers());
  if (!cellsArea().contains(at)) return pressHeader(at, mode);
  m_drag = Drag();
  m_drag.from = m_drag.last = toContent(at);
  if (m_brush) {
    m_drag.kind = Drag::Kind::Paint;
    m_drag.gesture = m_document.newGesture();
    return paintTo(at);
  }
  m_drag.kind = Drag::Kind::Band;
  if (const auto place = placeAt(at))
    m_selection.selectCell(*place, mode);
  else if (mode == SelectMode::Only)
    m_selection.clear();
  if (mode != SelectMode::Only) m_drag.base = m_document.selection();
}

void MapView::mouseMoveEvent(QMouseEvent* event) {
  const QPoint at = event->position().toPoint();
  if (m_drag.kind == Drag::Kind::Paint) return paintTo(at);
  if (m_drag.kind == Drag::Kind::Band) dragBand(at);
}

void MapView::mouseReleaseEvent(QMouseEvent*) {
  if (m_drag.kind == Drag::Kind::Paint) finishPaint();
  m_band->hide();
  m_drag = Drag();
}

// A gesture holds places and tensors of the map that it began on.
void MapView::forgetGesture() {
  m_drag = Drag();
  m_band->hide();
  m_selection.forgetAnchor();
  if (m_menu) m_menu->close();
}

void MapView::dragBand(QPoint at) {
  const QPoint to = toContent(at);
  if (!m_band->isVisible() && (to - m_drag.from).manhattanLength() < 8) return;
  const QRect content = QRect(m_drag.from, to).normalized();
  m_band->setGeometry(content.translated(cellsArea().topLeft() - scrolled()).intersected(cellsArea()));
  m_band->show();
  if (m_geometry.rows() == 0) return;
  const auto [top, bottom] = m_geometry.rowsIn(content.top(), content.bottom());
  const auto [left, right] = m_geometry.columnsIn(content.left(), content.right());
  const bool touchesNothing =
      content.left() >= m_geometry.contentSize().width() || content.top() >= m_geometry.contentSize().height();
  if (touchesNothing) return m_document.select(m_drag.base, std::nullopt);
  m_selection.selectRange({top, left}, {bottom, right}, m_drag.base);
}

// Gives the brush's type to every cell between the last place and this one, as part of the same undo step.
void MapView::paintTo(QPoint at) {
  const QPoint to = toContent(at);
  const QPoint from = m_drag.last;
  const int reach = std::max(1, std::min(m_geometry.cellSize().width(), m_geometry.cellSize().height()) / 2);
  const int steps = std::max(1, (to - from).manhattanLength() / reach);
  QList<TensorId> fresh;
  for (int i = 0; i <= steps; ++i) {
    const QPoint point = from + (to - from) * (static_cast<double>(i) / steps);
    const auto row = m_geometry.rowAt(point.y());
    const auto column = m_geometry.columnAt(point.x());
    const MapCell* cell = row && column ? m_model.cell(*row, *column) : nullptr;
    if (cell != nullptr && m_drag.painted.insert(cell->tensor).second) fresh.append(cell->tensor);
  }
  m_drag.last = to;
  if (fresh.isEmpty()) return;
  const Given given = giveType(m_document, fresh, *m_brush, m_drag.gesture);
  m_drag.given.changed += given.changed;
  if (m_drag.given.refused == 0) m_drag.given.reason = given.reason;
  m_drag.given.refused += given.refused;
}

void MapView::finishPaint() { emit message(outcomeText(m_drag.given)); }

void MapView::wheelEvent(QWheelEvent* event) {
  if (!(event->modifiers() & Qt::ControlModifier)) return QAbstractScrollArea::wheelEvent(event);
  zoomBy(std::pow(1.0015, event->angleDelta().y()), event->position().toPoint());
  event->accept();
}

// What is under `around` stays there.
void MapView::zoomBy(double factor, QPoint around) {
  const QSize before = m_geometry.cellSize();
  const QPoint content = toContent(around);
  m_fitted = false;
  m_cellWidth = std::clamp(m_cellWidth * factor, kLeastWidth, kLargestHeight * m_cellAspect);
  m_cellHeight = std::max<double>(fontMetrics().height() + 2, m_cellWidth / m_cellAspect);
  relayout();
  const QPointF scale(static_cast<double>(m_geometry.cellSize().width()) / before.width(),
                      static_cast<double>(m_geometry.cellSize().height()) / before.height());
  horizontalScrollBar()->setValue(static_cast<int>(content.x() * scale.x()) - (around.x() - m_headerWidth));
  verticalScrollBar()->setValue(static_cast<int>(content.y() * scale.y()) - (around.y() - m_headerHeight));
}

void MapView::contextMenuEvent(QContextMenuEvent* event) {
  if (!m_document.model()) return;
  if (event->reason() == QContextMenuEvent::Mouse) {
    const auto place = placeAt(event->pos());
    if (place && !m_selection.contains(m_model.cell(place->row, place->column)->tensor))
      m_selection.selectCell(*place, SelectMode::Only);
  }
  if (m_menu) m_menu->close();
  m_menu = new QMenu(this);
  m_menu->setAttribute(Qt::WA_DeleteOnClose);
  fillMapMenu(*m_menu, m_document, m_model, m_selection, [this](const QString& text) { emit message(text); });
  const auto current = m_document.current();
  const auto cell = current ? cellInViewport(*current) : std::nullopt;
  const bool atCell = cell && event->reason() != QContextMenuEvent::Mouse && cellsArea().contains(cell->center());
  m_menu->popup(atCell ? viewport()->mapToGlobal(cell->center()) : event->globalPos());
}

bool MapView::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto place = placeAt(help->pos());
    if (place)
      QToolTip::showText(help->globalPos(), m_model.describe(*m_model.cell(place->row, place->column)), viewport());
    else
      QToolTip::hideText();
    return true;
  }
  if (event->type() == QEvent::NativeGesture) {
    const auto* gesture = static_cast<QNativeGestureEvent*>(event);
    if (gesture->gestureType() == Qt::ZoomNativeGesture) zoomBy(1 + gesture->value(), gesture->position().toPoint());
    return true;
  }
  if (event->type() == QEvent::Gesture) {
    const auto* pinch = static_cast<QPinchGesture*>(static_cast<QGestureEvent*>(event)->gesture(Qt::PinchGesture));
    if (pinch != nullptr) zoomBy(pinch->scaleFactor(), viewport()->mapFromGlobal(pinch->hotSpot().toPoint()));
    return true;
  }
  return QAbstractScrollArea::viewportEvent(event);
}

void MapView::followSelection() {
  viewport()->update();
  const auto place = m_selection.current();
  if (!place) return;
  setAccessibleDescription(m_model.speak(place->row, place->column));
  QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
  QAccessible::updateAccessibility(&changed);
}

void MapView::showCurrent() {
  const auto place = m_selection.current();
  if (!place) return;
  const QRect cell = m_geometry.cellRect(place->row, place->column);
  const QSize room = cellsArea().size();
  const auto reveal = [](QScrollBar* bar, int from, int to, int page) {
    if (from < bar->value())
      bar->setValue(from);
    else if (to > bar->value() + page)
      bar->setValue(to - page);
  };
  reveal(horizontalScrollBar(), cell.left(), cell.right() + 1, room.width());
  reveal(verticalScrollBar(), cell.top(), cell.bottom() + 1, room.height());
}

}  // namespace halftone::app
