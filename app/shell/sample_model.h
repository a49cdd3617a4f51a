// Where the sample model is. Thread-safety: pure but for the file system.
#pragma once

#include <QString>

namespace halftone::app {

// The sample model's path: under $HALFTONE_SAMPLE_DIR if it is set, beside the installed program
// (../share/halftone/sample), or in the source tree that a build came from. Empty if it is nowhere.
QString sampleModelPath();

}  // namespace halftone::app
