// The map's context menu: types to give, steps, the preset's own, and ways to select more.
// Thread-safety: GUI thread only.
#pragma once

#include <QMenu>
#include <functional>

#include "app/views/map/map_selection.h"

namespace halftone::app {

// Fills `menu` for the current selection. `tell` gets a sentence about what was done.
// REQUIRES: a model is open; everything outlives the menu.
void fillMapMenu(QMenu& menu, ModelDocument& document, const MapModel& model, MapSelection& selection,
                 std::function<void(const QString&)> tell);

}  // namespace halftone::app
