// The lens's colours: a sequential map that people with colour-blindness can read (viridis), cut so that its faint end
// stays near the background and its strong end stands out, on light and on dark.
// Thread-safety: pure functions.
#pragma once

#include <QColor>

namespace halftone::app {

// The colour for a strength of 0 (faint) to 1 (stands out).
QColor lensColor(double strength, bool darkBackground);

// Whether `palette`'s views have a dark background.
bool isDark(const class QPalette& palette);

}  // namespace halftone::app
