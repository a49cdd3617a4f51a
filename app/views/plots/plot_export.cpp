#include "app/views/plots/plot_export.h"

#include <qcustomplot.h>

#include <QCoreApplication>
#include <QFileInfo>
#include <QSaveFile>
#include <QSvgGenerator>

namespace halftone::app {
namespace {

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

QString cannotWrite(const QString& path, const QString& reason) {
  return PlotExport::tr("%1 could not be written: %2. Choose another folder or free some space.").arg(path, reason);
}

}  // namespace

QString savePlot(QCustomPlot& plot, const PlotTable& table, const QString& title, const QString& path, QSize size) {
  const QString suffix = QFileInfo(path).suffix().toLower();
  if (suffix == QLatin1String("pdf")) {
    const bool saved = plot.savePdf(path, size.width(), size.height(), QCP::epAllowCosmetic,
                                    QCoreApplication::applicationName(), title);
    return saved ? QString() : cannotWrite(path, PlotExport::tr("the file cannot be created there"));
  }
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly)) return cannotWrite(path, file.errorString());
  bool drawn = false;
  if (suffix == QLatin1String("csv"))
    drawn = table.writeCsv(file);
  else if (suffix == QLatin1String("svg"))
    drawn = drawSvg(plot, file, title, size);
  else if (suffix == QLatin1String("png"))
    drawn = plot.toPixmap(size.width(), size.height(), 2.0).save(&file, "PNG");
  else
    return PlotExport::tr("A plot can be saved as .png, .svg, .pdf or .csv, not as “%1”.").arg(suffix);
  if (!drawn || !file.commit()) return cannotWrite(path, file.errorString());
  return {};
}

}  // namespace halftone::app
