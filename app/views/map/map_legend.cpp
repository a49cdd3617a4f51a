#include "app/views/map/map_legend.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "app/views/map/color_scale.h"
#include "app/views/map/map_painter.h"

namespace halftone::app {

namespace {

// The lens's colours from faint to strong.
class GradientBar : public QWidget {
 public:
  explicit GradientBar(QWidget* parent) : QWidget(parent) { setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed); }
  QSize sizeHint() const override { return {150, std::max(10, fontMetrics().height() - 4)}; }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    const bool dark = isDark(palette());
    for (int x = 0; x < width(); ++x)
      painter.fillRect(x, 0, 1, height(), lensColor(static_cast<double>(x) / std::max(1, width() - 1), dark));
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
  }
};

// A few example marks as the map draws them.
class Marks : public QWidget {
 public:
  enum class Kind { Sizes, Hollow, Square, Corner, Bar };
  Marks(Kind kind, QWidget* parent) : QWidget(parent), m_kind(kind) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  }
  QSize sizeHint() const override { return {m_kind == Kind::Sizes ? 116 : 13, 18}; }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = palette().color(QPalette::WindowText);
    painter.setPen(QPen(ink, 1.2));
    const QRectF box(1.5, (height() - 10) / 2.0, 10, 10);
    switch (m_kind) {
      case Kind::Sizes: drawSizes(painter, ink); break;
      case Kind::Hollow: painter.drawEllipse(box); break;
      case Kind::Square:
        painter.setBrush(ink);
        painter.drawRect(box.adjusted(1, 1, -1, -1));
        break;
      case Kind::Bar: {
        const QRectF dot = box.adjusted(1.5, 0, -1.5, -3);
        painter.setBrush(ink);
        painter.setPen(Qt::NoPen);
        painter.drawEllipse(dot);
        painter.fillRect(MapPainter::fallbackBar(dot, rect()), ink);
        break;
      }
      case Kind::Corner:
        painter.drawRect(box);
        painter.setBrush(ink);
        painter.drawPolygon(
            QPolygonF({box.topRight(), box.topRight() - QPointF(6, 0), box.bottomRight() - QPointF(0, 4)}));
        break;
    }
  }

 private:
  void drawSizes(QPainter& painter, const QColor& ink) const {
    QFont small = font();
    small.setPointSizeF(std::max(6.5, small.pointSizeF() * 0.85));
    painter.setFont(small);
    double x = 1;
    for (const int bits : {2, 4, 8, 16}) {
      const double diameter = MapPainter::dotDiameter(bits, 16);
      painter.setPen(Qt::NoPen);
      painter.setBrush(ink);
      painter.drawEllipse(QRectF(x, (height() - diameter) / 2.0, diameter, diameter));
      x += diameter + 3;
      const QString label = QString::number(bits);
      painter.setPen(ink);
      painter.drawText(QRectF(x, 0, 20, height()), Qt::AlignLeft | Qt::AlignVCenter, label);
      x += QFontMetrics(small).horizontalAdvance(label) + 7;
    }
  }
  Kind m_kind;
};

// A label that a narrow window shortens, so that the legend never holds the map wide.
class ElidedLabel : public QLabel {
 public:
  using QLabel::QLabel;
  QSize minimumSizeHint() const override { return {1, QLabel::minimumSizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(text(), Qt::ElideRight, width()));
  }
};

QLabel* textLabel(const QString& text, QWidget* parent) { return new ElidedLabel(text, parent); }

}  // namespace

MapLegend::MapLegend(const MapModel& model, const Measurements& measurements, QWidget* parent)
    : QWidget(parent), m_model(model), m_measurements(measurements) {
  setAccessibleName(tr("Legend of the map"));
  m_meaning = textLabel({}, this);
  m_faintEnd = new QLabel(this);
  m_strongEnd = new QLabel(this);
  m_progress = new QLabel(this);
  m_hidden = textLabel({}, this);

  auto* colours = new QHBoxLayout;
  colours->addWidget(m_meaning, 1);
  colours->addWidget(m_progress);
  colours->addSpacing(12);
  colours->addWidget(m_hidden);
  colours->addSpacing(12);
  colours->addWidget(m_faintEnd);
  colours->addWidget(new GradientBar(this));
  colours->addWidget(m_strongEnd);

  auto* marks = new QHBoxLayout;
  const auto add = [this, marks](Marks::Kind kind, const QString& text, const QString& help) {
    auto* mark = new Marks(kind, this);
    QLabel* label = textLabel(text, this);
    mark->setToolTip(help);
    label->setToolTip(help);
    marks->addWidget(mark);
    marks->addWidget(label);
    marks->addSpacing(6);
  };
  marks->setSpacing(4);
  add(Marks::Kind::Sizes, tr("bits"), tr("The area of a dot is its bits per weight"));
  add(Marks::Kind::Corner, tr("by hand"), tr("Chosen by hand: the preset does not decide this tensor"));
  add(Marks::Kind::Bar, tr("fell back"),
      tr("Fell back: its rows do not divide into blocks of the type that was wanted, so it gets another"));
  add(Marks::Kind::Square, tr("kept"), tr("Never quantized: norms and other small tensors keep their precision"));
  add(Marks::Kind::Hollow, tr("not measured"), tr("This figure is still being measured; with a cross, it failed"));
  marks->addStretch(1);

  auto* rows = new QVBoxLayout(this);
  rows->setContentsMargins(8, 4, 8, 4);
  rows->setSpacing(2);
  rows->addLayout(colours);
  rows->addLayout(marks);

  connect(&model, &MapModel::scaleChanged, this, &MapLegend::showScale);
  connect(&model, &QAbstractItemModel::modelReset, this, &MapLegend::showScale);
  connect(&measurements, &Measurements::plannedProgressed, this, &MapLegend::showProgress);
  showScale();
  showProgress();
}

void MapLegend::showScale() {
  const LensScale& scale = m_model.scale();
  m_meaning->setText(lensDescription(scale.lens()));
  m_meaning->setToolTip(m_meaning->text());
  m_faintEnd->setText(scale.empty() ? QStringLiteral("…") : scale.faintEnd());
  m_strongEnd->setText(scale.empty() ? QStringLiteral("…") : scale.strongEnd());
  const int hidden = m_model.hiddenTensors();
  m_hidden->setText(hidden > 0 ? tr("%n hidden", nullptr, hidden) : QString());
  m_hidden->setToolTip(tr("Norms and other small tensors that are never quantized: View → Show small tensors"));
  m_hidden->setVisible(hidden > 0);
  showProgress();
}

void MapLegend::showProgress() {
  const PlannedProgress progress = m_measurements.plannedProgress();
  const bool refining = progress.measured == progress.tensors;
  if (progress.exact == progress.tensors || (refining && !isMeasured(m_model.lens())))
    m_progress->clear();
  else if (!refining)
    m_progress->setText(tr("measuring %1 of %2").arg(progress.measured).arg(progress.tensors));
  else
    m_progress->setText(tr("≈ exact %1 of %2").arg(progress.exact).arg(progress.tensors));
  QString help = tr("≈ marks figures measured on a sample of rows; exact ones follow");
  if (progress.failed > 0 && isMeasured(m_model.lens())) {
    QStringList parts(tr("✗ %n failed", nullptr, progress.failed));
    if (!m_progress->text().isEmpty()) parts << m_progress->text();
    m_progress->setText(parts.join(QStringLiteral(" · ")));
    help = tr("%n tensor(s) could not be measured: select one to see why and to try again", nullptr, progress.failed) +
           QLatin1Char('\n') + help;
  }
  m_progress->setVisible(!m_progress->text().isEmpty());
  m_progress->setToolTip(help);
}

}  // namespace halftone::app
