#include "app/views/plots/plot_axes.h"

#include <qcustomplot.h>

#include <cmath>

namespace halftone::app {

void zoomAxis(QCPAxis& axis, double factor) {
  const QCPRange range = axis.range();
  const double center = axis.scaleType() == QCPAxis::stLogarithmic && range.lower > 0
                            ? std::sqrt(range.lower * range.upper)
                            : range.center();
  axis.scaleRange(1.0 / factor, center);
}

void panAxis(QCPAxis& axis, double part) {
  const QCPRange range = axis.range();
  if (axis.scaleType() == QCPAxis::stLogarithmic && range.lower > 0) {
    const double factor = std::pow(range.upper / range.lower, part);
    axis.setRange(range.lower * factor, range.upper * factor);
  } else {
    axis.moveRange(range.size() * part);
  }
}

namespace {

// QCustomPlot draws a power of ten only where it finds a small e, and some languages write numbers with a large one.
template <class Ticker>
class SmallExponentTicker : public Ticker {
 protected:
  QString getTickLabel(double tick, const QLocale& locale, QChar format, int precision) override {
    return Ticker::getTickLabel(tick, locale, format, precision).replace(QLatin1Char('E'), QLatin1Char('e'));
  }
};

}  // namespace

void setAxisScale(QCPAxis& axis, bool logarithmic) {
  axis.setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
  if (logarithmic) {
    axis.setTicker(QSharedPointer<SmallExponentTicker<QCPAxisTickerLog>>::create());
    axis.setNumberFormat(QStringLiteral("eb"));
    axis.setNumberPrecision(0);
  } else {
    const auto ticker = QSharedPointer<SmallExponentTicker<QCPAxisTicker>>::create();
    ticker->setTickCount(4);
    axis.setTicker(ticker);
    axis.setNumberFormat(QStringLiteral("gb"));
    axis.setNumberPrecision(4);
  }
}

void colorAxis(QCPAxis& axis, const PlotColors& colors, const QFont& font) {
  axis.setBasePen(QPen(colors.axis));
  axis.setTickPen(QPen(colors.axis));
  axis.setSubTickPen(QPen(colors.axis));
  axis.setTickLabelColor(colors.text);
  axis.setLabelColor(colors.text);
  axis.setTickLabelFont(font);
  axis.setLabelFont(font);
  axis.grid()->setPen(QPen(colors.grid));
  axis.grid()->setZeroLinePen(QPen(colors.grid));
}

void colorLegend(QCPLegend& legend, const PlotColors& colors, const QFont& font) {
  legend.setBrush(Qt::NoBrush);
  legend.setBorderPen(Qt::NoPen);
  legend.setTextColor(colors.text);
  legend.setFont(font);
}

}  // namespace halftone::app
