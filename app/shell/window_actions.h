// WindowActions: every action of the main window, with its text, icon and shortcut, and the menus and toolbars that
// show them. What they do is connected by the window. Thread-safety: GUI thread only.
#pragma once

#include <QActionGroup>
#include <QList>
#include <QObject>

#include "app/models/lens.h"
#include "app/shell/theme.h"

class QAction;
class QMainWindow;
class QMenu;
class QUndoStack;

namespace halftone::app {

class WindowActions : public QObject {
  Q_OBJECT

 public:
  WindowActions(QUndoStack& undoStack, QMainWindow* window);

  QAction* open;
  QAction* openFolder;
  QAction* sample;
  QAction* cancelOpening;
  QAction* openImportance;
  QAction* dropImportance;
  QAction* exportModel;
  QAction* devices;
  QAction* quit;
  QAction* undo;
  QAction* redo;
  QAction* selectAll;
  QAction* moreBits;
  QAction* fewerBits;
  QAction* backToPreset;
  QAction* allBackToPreset;
  QAction* paint;
  QAction* zoomIn;
  QAction* zoomOut;
  QAction* fit;
  QAction* smallTensors;
  QAction* shortcuts;
  QAction* about;
  QActionGroup* lenses;  // data(): int(Lens)
  QActionGroup* themes;  // data(): int(Theme)
  QMenu* recent;

  // Fills the menu bar. `panels` are the actions that show and hide docks and toolbars.
  void makeMenus(QMainWindow& window, const QList<QAction*>& panels);

 private:
  QAction* add(const QString& text, const char* icon, const QKeySequence& shortcut, const QString& help);
  void makeFileActions();
  void makeEditActions(QUndoStack& undoStack);
  void makeViewActions();
  QMainWindow* m_window;
};

}  // namespace halftone::app
