// Copying from tables: the selected rows, or all if none is selected, as tab-separated text with a header line.
// Thread-safety: GUI thread only.
#pragma once

class QTableView;

namespace halftone::app {

// Gives `table` the action Copy, with its standard shortcut, in its context menu.
void addCopyAction(QTableView& table);

}  // namespace halftone::app
