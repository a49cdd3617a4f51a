#include "app/views/budget/memory_bar.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

namespace halftone::app {

MemoryBar::MemoryBar(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Weights as a part of the free memory"));
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void MemoryBar::setShare(double weightsOfFree, Fit fit) {
  m_share = weightsOfFree;
  m_fit = fit;
  setAccessibleDescription(tr("%1 percent").arg(QString::number(m_share * 100, 'f', 0)));
  update();
}

QSize MemoryBar::sizeHint() const { return {160, fontMetrics().height() * 3 / 4}; }

void MemoryBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF whole = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
  QPainterPath outline;
  outline.addRoundedRect(whole, 3, 3);
  painter.fillPath(outline, palette().color(QPalette::Base));
  QRectF filled = whole;
  filled.setWidth(whole.width() * std::clamp(m_share, 0.0, 1.0));
  painter.setClipPath(outline);
  painter.fillRect(filled, palette().color(QPalette::Highlight));
  if (m_fit == Fit::TooBig)
    painter.fillRect(filled, QBrush(palette().color(QPalette::HighlightedText), Qt::BDiagPattern));
  painter.setClipping(false);
  painter.setPen(palette().color(QPalette::Mid));
  painter.drawPath(outline);
}

}  // namespace halftone::app
