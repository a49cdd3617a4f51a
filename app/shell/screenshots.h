// Pictures of the studio at work, without a display: for the documentation and for checking a build.
// Thread-safety: GUI thread only.
#pragma once

#include <QString>

namespace halftone::app {

// Opens `modelPath`, waits for its figures, and writes PNGs of the window at 1280 × 800 in light and dark into `folder`
// (made if it is not there): the empty window, the Bits and the Error lens with the worst tensor inspected, a mix made
// by hand under the Size lens, and the list of presets. Prints each file's path. Returns a process's exit status: 0, or
// 1 after saying on standard error what went wrong.
int takeScreenshots(const QString& folder, const QString& modelPath);

}  // namespace halftone::app
