// Axes as every plot has them: zooming and panning as drawn, linear or logarithmic, with readable ticks, and coloured.
// Thread-safety: GUI thread only.
#pragma once

#include <QFont>

#include "app/views/plots/plot_colors.h"

class QCPAxis;
class QCPLegend;

namespace halftone::app {

void zoomAxis(QCPAxis& axis, double factor);  // > 1 = closer, around the middle as it is drawn
void panAxis(QCPAxis& axis, double part);     // by a part of what is seen
void setAxisScale(QCPAxis& axis, bool logarithmic);
void colorAxis(QCPAxis& axis, const PlotColors& colors, const QFont& font);
void colorLegend(QCPLegend& legend, const PlotColors& colors, const QFont& font);

}  // namespace halftone::app
