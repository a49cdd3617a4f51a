// The list of keyboard shortcuts, and About. Thread-safety: GUI thread only.
#pragma once

#include <QList>

class QAction;
class QDialog;
class QWidget;

namespace halftone::app {

// A dialog (deleted when closed) that lists the shortcuts of `actions` and the map's own keys.
QDialog* makeShortcutsDialog(const QList<QAction*>& actions, QWidget* parent);

void showAbout(QWidget* parent);

}  // namespace halftone::app
