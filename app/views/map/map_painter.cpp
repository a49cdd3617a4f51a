#include "app/views/map/map_painter.h"

#include <QFontMetrics>
#include <algorithm>
#include <cmath>

#include "app/models/numbers.h"
#include "app/views/map/color_scale.h"

namespace halftone::app {

namespace {

// 16 bits fill a cell; more would only shrink everything else.
constexpr double kLargestBits = 16;
// In cells this small, q8_0 fills the cell and larger dots touch, as in print: else nothing would be seen.
constexpr double kSmallCell = 20;
constexpr double kBitsThatFillSmallCells = 8.5;
constexpr int kOneLineHeight = 36;
constexpr int kTwoLinesHeight = 72;
// From this size on a thin outline keeps faint dots apart from the background.
constexpr double kOutlinedDiameter = 7;

struct Map {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::Map)
};

QColor faded(QColor color, double opacity) {
  color.setAlphaF(static_cast<float>(opacity));
  return color;
}

}  // namespace

MapPainter::MapPainter(const MapModel& model, const QPalette& palette, const QFont& font, QSize cell)
    : m_model(model), m_palette(palette), m_font(font), m_cellFont(font), m_dark(isDark(palette)) {
  m_cellFont.setPointSizeF(std::max(7.0, font.pointSizeF() * 0.88));
  const QFontMetrics metrics(m_cellFont);
  m_lineHeight = metrics.height();
  const bool wideEnough = cell.width() >= metrics.horizontalAdvance(QStringLiteral("≈ 21.3 dB")) + 2;
  m_lines = !wideEnough || cell.height() < kOneLineHeight ? 0 : cell.height() < kTwoLinesHeight ? 1 : 2;
  const int numberWidth = QFontMetrics(font).horizontalAdvance(QStringLiteral("00")) + 8;
  m_layerNumberStep = std::max(1, (numberWidth + cell.width() - 1) / cell.width());
  for (const int step : {1, 2, 4, 5, 8, 10, 16, 20})
    if (step >= m_layerNumberStep) {
      m_layerNumberStep = step;
      break;
    }
}

QString MapPainter::groupName(RoleGroup group) {
  switch (group) {
    case RoleGroup::Embedding: return Map::tr("Embedding and output");
    case RoleGroup::Attention: return Map::tr("Attention");
    case RoleGroup::FeedForward: return Map::tr("Feed-forward");
    case RoleGroup::Experts: return Map::tr("Experts");
    case RoleGroup::Other: return Map::tr("Other");
  }
  return {};
}

double MapPainter::dotDiameter(double bits, double largest) {
  return largest * std::sqrt(std::clamp(bits, 0.5, kLargestBits) / kLargestBits);
}

void MapPainter::drawCell(QPainter& painter, const QRect& rect, const MapCell& cell, CellState state) const {
  const QRectF frame = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
  if (state.selected) {
    painter.setPen(QPen(m_palette.color(QPalette::Highlight), 1));
    painter.setBrush(faded(m_palette.color(QPalette::Highlight), m_dark ? 0.42 : 0.26));
    painter.drawRect(frame);
  }
  const bool small = std::min(rect.width(), rect.height()) < kSmallCell;
  const double margin = small ? 0.5 : 1.5;
  drawDot(painter, QRectF(rect).adjusted(margin, margin, -margin, -margin - textHeight()), cell);
  if (m_lines > 0) drawText(painter, rect.adjusted(0, rect.height() - textHeight(), 0, -1), cell);
  if (state.current) {
    painter.setPen(QPen(m_palette.color(QPalette::Text), 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(rect).adjusted(1, 1, -1, -1));
  }
}

void MapPainter::drawDot(QPainter& painter, const QRectF& area, const MapCell& cell) const {
  const double room = std::min(area.width(), area.height());
  const double largest = room < kSmallCell ? room * std::sqrt(kLargestBits / kBitsThatFillSmallCells) : room;
  const double diameter = dotDiameter(cell.bits, largest);
  QRectF dot(0, 0, diameter, diameter);
  dot.moveCenter(area.center());
  const QColor outline = faded(m_palette.color(QPalette::Text), 0.45);
  if (cell.figure) {
    painter.setBrush(lensColor(m_model.scale().strength(cell.figure->value), m_dark));
    painter.setPen(diameter < kOutlinedDiameter ? QPen(Qt::NoPen) : QPen(outline, 0.8));
  } else {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_palette.color(QPalette::PlaceholderText), diameter < kOutlinedDiameter ? 1.0 : 1.4));
    dot.adjust(0.7, 0.7, -0.7, -0.7);
  }
  if (cell.fixed) {
    // The square of the same area.
    const double shrink = diameter * (1 - std::sqrt(std::acos(-1.0)) / 2) / 2;
    painter.drawRect(dot.adjusted(shrink, shrink, -shrink, -shrink));
  } else {
    painter.drawEllipse(dot);
  }
  if (cell.failed) drawCross(painter, dot);
  drawMarks(painter, dot, area, cell);
}

// In the pen of an empty dot.
void MapPainter::drawCross(QPainter& painter, const QRectF& dot) {
  const double reach = dot.width() * 0.25;
  const QRectF inner = QRectF(dot.center(), QSizeF()).adjusted(-reach, -reach, reach, reach);
  painter.drawLine(inner.topLeft(), inner.bottomRight());
  painter.drawLine(inner.bottomLeft(), inner.topRight());
}

QRectF MapPainter::fallbackBar(const QRectF& dot, const QRectF& area) {
  const double width = std::clamp(dot.width() * 0.8, 6.0, 22.0);
  const double thickness = dot.width() < 2 * kOutlinedDiameter ? 1.5 : 2.0;
  const double top = std::min(dot.bottom() + 1.5, area.bottom() - thickness);
  return {dot.center().x() - width / 2, top, width, thickness};
}

void MapPainter::drawMarks(QPainter& painter, const QRectF& dot, const QRectF& area, const MapCell& cell) const {
  if (cell.fellBack) painter.fillRect(fallbackBar(dot, area), m_palette.color(QPalette::Text));
  if (!cell.byHand) return;
  // In the corner of the dot's square, so that it goes with its dot in cells of any width.
  const double side = std::clamp(dot.width() * 0.34, 3.0, 9.0);
  const QPointF corner(std::min(dot.right() + side * 0.5, area.right()), std::max(dot.top() - side * 0.2, area.top()));
  painter.setPen(Qt::NoPen);
  painter.setBrush(m_palette.color(QPalette::Text));
  painter.drawPolygon(QPolygonF({corner, corner - QPointF(side, 0), corner + QPointF(0, side)}));
}

void MapPainter::drawText(QPainter& painter, const QRect& rect, const MapCell& cell) const {
  painter.setFont(m_cellFont);
  const QString missing = cell.failed ? QStringLiteral("✗") : QStringLiteral("…");
  const QString figure = cell.figure ? figureText(m_model.lens(), *cell.figure) : missing;
  QRect line(rect.left(), rect.bottom() - m_lineHeight, rect.width(), m_lineHeight);
  painter.setPen(m_palette.color(QPalette::Text));
  const bool onlyType = m_lines == 1 && m_model.lens() == Lens::Bits;
  painter.drawText(line, Qt::AlignCenter, onlyType ? typeText(cell.type) : figure);
  if (m_lines < 2) return;
  line.translate(0, -m_lineHeight);
  painter.drawText(line, Qt::AlignCenter, typeText(cell.type));
}

void MapPainter::drawRowName(QPainter& painter, const QRect& rect, int row, bool active) const {
  QFont font = m_font;
  font.setBold(active);
  painter.setFont(font);
  painter.setPen(m_palette.color(QPalette::Text));
  const QRect inner = rect.adjusted(6, 0, -8, -textHeight());  // level with the dots, not with their text
  painter.drawText(inner, Qt::AlignRight | Qt::AlignVCenter,
                   QFontMetrics(font).elidedText(m_model.mapRow(row).name, Qt::ElideMiddle, inner.width()));
}

void MapPainter::drawHeading(QPainter& painter, const QRect& rect, RoleGroup group) const {
  QFont font = m_cellFont;
  font.setBold(true);
  painter.setFont(font);
  painter.setPen(faded(m_palette.color(QPalette::Text), 0.7));
  painter.drawText(rect.adjusted(8, 0, 0, -2), Qt::AlignLeft | Qt::AlignBottom, groupName(group));
}

void MapPainter::drawLayerNumber(QPainter& painter, const QRect& rect, int column, bool active) const {
  const auto layer = m_model.layer(column);
  if (!layer) return;
  const bool numbered = static_cast<int>(layer->value) % m_layerNumberStep == 0;
  if (!numbered && !active) return;
  QFont font = m_font;
  font.setBold(active);
  painter.setFont(font);
  painter.setPen(m_palette.color(QPalette::Text));
  // A number may be wider than its column; it is centred over it.
  painter.drawText(rect.adjusted(-16, 0, 16, 0), Qt::AlignCenter, QString::number(layer->value));
}

}  // namespace halftone::app
