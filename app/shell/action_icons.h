// Icons of actions, drawn in the palette's text colour, so that they follow the theme. Thread-safety: GUI thread only.
#pragma once

#include <QIcon>

namespace halftone::app {

// `name` is a file's stem in resources/icons/actions: "open", "undo".
QIcon actionIcon(const QString& name);

}  // namespace halftone::app
