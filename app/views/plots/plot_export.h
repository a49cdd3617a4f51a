// Saving a plot: the picture as PNG, SVG or PDF, its numbers as CSV; the path's suffix decides.
// Thread-safety: GUI thread only.
#pragma once

#include <QSize>
#include <QString>

#include "app/views/plots/plot_table.h"

class QCustomPlot;

namespace halftone::app {

// Writes `path` (.png, .svg, .pdf, .csv). `size` in logical pixels; PNG has twice as many.
// An older file stays as it is until the new one is whole. Returns an empty text, or what went wrong and what to do.
QString savePlot(QCustomPlot& plot, const PlotTable& table, const QString& title, const QString& path, QSize size);

// A file's name for a plot of this title, without a suffix and without what file systems refuse; what stands in
// brackets is left out: "Weights of blk.0.ffn_up.weight, f16 → q4_K" gives "Weights-of-blk.0.ffn_up.weight-f16-q4_K".
QString plotFileName(const QString& title);

}  // namespace halftone::app
