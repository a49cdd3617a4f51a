// Names of tensors and files as labels show them.
// Thread-safety: pure functions.
#pragma once

#include <QString>

namespace halftone::app {

// The same name with invisible places to break a line after '.', '_', '/' and '-' (but not before a digit, which would
// tear versions apart), so that a narrow label wraps it.
QString wrappable(QString name);

}  // namespace halftone::app
