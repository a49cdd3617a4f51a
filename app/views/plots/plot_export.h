// Saving a plot: the picture as PNG, SVG or PDF, its numbers as CSV; the path's suffix decides.
// Thread-safety: GUI thread only.
#pragma once

#include <QSize>
#include <QString>

#include "app/views/plots/plot_table.h"

class QCustomPlot;

namespace halftone::app {

// Writes `path` (.png, .svg, .pdf, .csv). `size` in logical pixels; PNG has twice as many.
// Returns an empty text, or what went wrong and what to do.
QString savePlot(QCustomPlot& plot, const PlotTable& table, const QString& title, const QString& path, QSize size);

}  // namespace halftone::app
