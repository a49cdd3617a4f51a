#include "app/views/plots/plot_export.h"

#include <qcustomplot.h>

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QPageLayout>
#include <QPageSize>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace halftone::app {
namespace {

// File systems take 255 bytes; a letter has up to 4, and the suffix comes on top.
constexpr qsizetype kLongestName = 60;

struct PlotExport {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::PlotExport)
};

bool drawSvg(QCustomPlot& plot, QIODevice& device, const QString& title, QSize size) {
  QSvgGenerator generator;
  generator.setOutputDevice(&device);
  generator.setSize(size);
  generator.setViewBox(QRect(QPoint(0, 0), size));
  generator.setTitle(title);
  QCPPainter painter;
  if (!painter.begin(&generator)) return false;
  painter.setMode(QCPPainter::pmVectorized);
  painter.setMode(QCPPainter::pmNoCaching);
  plot.toPainter(&painter, size.width(), size.height());
  return painter.end();
}

// One page of `size` points.
bool drawPdf(QCustomPlot& plot, QIODevice& device, const QString& title, QSize size) {
  QPdfWriter document(&device);
  document.setResolution(plot.logicalDpiX());  // texts keep the sizes that the layout measured
  document.setCreator(QCoreApplication::applicationName());
  document.setTitle(title);
  document.setPageLayout(QPageLayout(QPageSize(QSizeF(size), QPageSize::Point, QString(), QPageSize::ExactMatch),
                                     QPageLayout::Portrait, QMarginsF()));
  QCPPainter painter;
  if (!painter.begin(&document)) return false;
  painter.setMode(QCPPainter::pmVectorized);
  painter.setMode(QCPPainter::pmNoCaching);
  painter.setWindow(QRect(QPoint(0, 0), size));
  plot.toPainter(&painter, size.width(), size.height());
  return painter.end();
}

QString cannotWrite(const QString& path, const QString& reason) {
  return PlotExport::tr("%1 could not be written: %2. Choose another folder or free some space.").arg(path, reason);
}

// An older file stays until the new one is whole. commit() alone would put a cut file into place.
QString writeWhole(const QString& path, const QByteArray& content) {
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return cannotWrite(path, file.errorString());
  const bool written = file.write(content) == content.size() && file.flush();
  if (!written || !file.commit()) return cannotWrite(path, file.errorString());
  return {};
}

}  // namespace

QString savePlot(QCustomPlot& plot, const PlotTable& table, const QString& title, const QString& path, QSize size) {
  const QString suffix = QFileInfo(path).suffix().toLower();
  // Drawn in memory first: engines that draw to a file do not tell when its last bytes did not fit.
  QBuffer drawing;
  drawing.open(QIODevice::WriteOnly);
  bool drawn = false;
  if (suffix == QLatin1String("csv"))
    drawn = table.writeCsv(drawing);
  else if (suffix == QLatin1String("svg"))
    drawn = drawSvg(plot, drawing, title, size);
  else if (suffix == QLatin1String("pdf"))
    drawn = drawPdf(plot, drawing, title, size);
  else if (suffix == QLatin1String("png"))
    drawn = plot.toPixmap(size.width(), size.height(), 2.0).save(&drawing, "PNG");
  else
    return PlotExport::tr("A plot can be saved as .png, .svg, .pdf or .csv, not as “%1”.").arg(suffix);
  if (!drawn) return cannotWrite(path, PlotExport::tr("it could not be drawn"));
  return writeWhole(path, drawing.data());
}

QString plotFileName(const QString& title) {
  QString name;
  for (const QChar letter : title.left(title.indexOf(QLatin1String(" (")))) {
    const bool kept = letter.isLetterOrNumber() || QStringLiteral("._").contains(letter);
    if (kept)
      name += letter;
    else if (!name.isEmpty() && !name.endsWith(QLatin1Char('-')))
      name += QLatin1Char('-');
  }
  while (name.endsWith(QLatin1Char('-'))) name.chop(1);
  return name.left(kLongestName);
}

}  // namespace halftone::app
