// Errors of the core in the user's language: a title to put above the core's own sentence.
// Thread-safety: pure functions.
#pragma once

#include <QString>

#include "core/base/error.h"

namespace halftone::app {

// What kind of trouble it is: "The file is damaged", "No space left".
QString errorTitle(ErrorCode code);
// What happened, to what, and what to do next.
QString errorText(const Error& error);

}  // namespace halftone::app
