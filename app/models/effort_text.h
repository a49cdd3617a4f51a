// The encoders' efforts in words.
// Thread-safety: pure functions.
#pragma once

#include <QString>

#include "core/base/effort.h"

namespace halftone::app {

QString effortText(Effort effort);  // "Thorough"
QString effortHelp(Effort effort);  // what it costs and gives, in a sentence

}  // namespace halftone::app
