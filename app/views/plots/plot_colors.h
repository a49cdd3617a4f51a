// PlotColors: what a plot is drawn with, from the palette of the moment.
// The series' hues are Okabe and Ito's set for colour-blind readers (Color Universal Design, 2008), the lighter or the
// darker of a pair by the background; dashes and markers tell series apart as well.
// Thread-safety: values.
#pragma once

#include <QColor>
#include <QPalette>

namespace halftone::app {

struct PlotColors {
  QColor background;
  QColor text;
  QColor axis;
  QColor grid;
  QColor first;   // blue: the source
  QColor second;  // orange: what was made of it
  QColor third;   // green: a reference curve

  static PlotColors fromPalette(const QPalette& palette);
  static PlotColors forPaper();  // dark on white, for files and the clipboard
};

// `color` laid over `background` with `opacity` in 0…1.
QColor blend(const QColor& color, const QColor& background, double opacity);

}  // namespace halftone::app
