// Theme: light, dark or the system's colours, all in the Fusion style. Widgets use palette roles only.
// Thread-safety: GUI thread only.
#pragma once

#include <QPalette>

class QApplication;

namespace halftone::app {

enum class Theme { System, Light, Dark };

QPalette themePalette(Theme theme, const QPalette& system);

// Applies a theme to the whole program. The first call remembers the system's palette.
void applyTheme(QApplication& application, Theme theme);

}  // namespace halftone::app
