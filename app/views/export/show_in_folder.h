// Thread-safety: GUI thread only.
#pragma once

#include <QString>

namespace halftone::app {

// Opens the system's file manager on the file's folder, with the file selected where the system can do that.
void showInFolder(const QString& path);

}  // namespace halftone::app
