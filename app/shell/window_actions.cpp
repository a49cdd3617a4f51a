#include "app/shell/window_actions.h"

#include <QAction>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QUndoStack>

#include "app/shell/action_icons.h"

namespace halftone::app {

WindowActions::WindowActions(QUndoStack& undoStack, QMainWindow* window) : QObject(window), m_window(window) {
  makeFileActions();
  makeEditActions(undoStack);
  makeViewActions();
  shortcuts = add(tr("&Keyboard shortcuts"), nullptr, QKeySequence::HelpContents, tr("Every key, in one list"));
  about = add(tr("&About Halftone"), nullptr, {}, tr("Version and licence"));
  about->setMenuRole(QAction::AboutRole);
}

QAction* WindowActions::add(const QString& text, const char* icon, const QKeySequence& shortcut, const QString& help) {
  auto* action = new QAction(text, m_window);
  if (icon != nullptr) action->setIcon(actionIcon(QLatin1String(icon)));
  action->setShortcut(shortcut);
  action->setStatusTip(help);
  const QString keys = shortcut.toString(QKeySequence::NativeText);
  action->setToolTip(keys.isEmpty() ? help : tr("%1 (%2)").arg(help, keys));
  m_window->addAction(action);
  return action;
}

void WindowActions::makeFileActions() {
  open = add(tr("&Open…"), "open", QKeySequence::Open, tr("Open a GGUF or safetensors model"));
  openFolder = add(tr("Open &folder…"), nullptr, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O),
                   tr("Open a folder that holds one model"));
  recent = new QMenu(tr("Open &recent"), m_window);
  sample = add(tr("Try the &sample model"), nullptr, {}, tr("Open the small model that comes with Halftone"));
  cancelOpening =
      add(tr("&Cancel opening"), nullptr, QKeySequence(Qt::Key_Escape), tr("Stop opening; nothing changes"));
  openImportance = add(tr("Open &importance matrix…"), nullptr, QKeySequence(Qt::CTRL | Qt::Key_I),
                       tr("Open how much each column of the weights is used, so that encoders spare what matters"));
  dropImportance = add(tr("Close i&mportance matrix"), nullptr, {}, tr("Encode without an importance matrix"));
  exportModel = add(tr("&Export…"), "export", QKeySequence(Qt::CTRL | Qt::Key_E), tr("Write the quantized GGUF"));
  devices = add(tr("What &encodes…"), nullptr, {}, tr("The CPU alone, or a GPU beside it; how fast each is"));
  quit = add(tr("&Quit"), nullptr, QKeySequence::Quit, tr("Close Halftone"));
  quit->setMenuRole(QAction::QuitRole);
}

void WindowActions::makeEditActions(QUndoStack& undoStack) {
  undo = undoStack.createUndoAction(m_window, tr("&Undo"));
  undo->setIcon(actionIcon(QStringLiteral("undo")));
  undo->setShortcut(QKeySequence::Undo);
  redo = undoStack.createRedoAction(m_window, tr("&Redo"));
  redo->setIcon(actionIcon(QStringLiteral("redo")));
  redo->setShortcut(QKeySequence::Redo);
  m_window->addActions({undo, redo});
  selectAll = add(tr("Select &all"), nullptr, QKeySequence::SelectAll, tr("Select every tensor on the map"));
  // Plain keys belong to the map alone, so they are only written here; the map reads them itself.
  moreBits = add(tr("&More bits\t+"), nullptr, {}, tr("One usual type more for the selected tensors"));
  fewerBits = add(tr("&Fewer bits\t−"), nullptr, {}, tr("One usual type less for the selected tensors"));
  backToPreset = add(tr("&Back to the preset\tDel"), nullptr, {}, tr("Let the preset decide the selected tensors"));
  allBackToPreset = add(tr("Everything back to the &preset"), nullptr, {}, tr("Take back all types chosen by hand"));
  paint = add(tr("&Paint"), "paint", QKeySequence(Qt::CTRL | Qt::Key_B),
              tr("Drag over the map to give the palette's type; one drag is one step to undo"));
  paint->setCheckable(true);
}

void WindowActions::makeViewActions() {
  zoomIn = add(tr("Zoom &in"), "zoom-in", QKeySequence::ZoomIn, tr("Larger cells, with figures in them"));
  zoomOut = add(tr("Zoom &out"), "zoom-out", QKeySequence::ZoomOut, tr("Smaller cells"));
  fit = add(tr("&Fit the map"), "fit", QKeySequence(Qt::CTRL | Qt::Key_0), tr("The whole map in the window"));
  smallTensors = add(tr("Show &small tensors"), nullptr, {}, tr("Show norms and other tensors that stay as they are"));
  smallTensors->setCheckable(true);
  lenses = new QActionGroup(this);
  for (const Lens lens : kLenses) {
    const int number = static_cast<int>(lens);
    QAction* action = add(lensName(lens), nullptr, QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + number)),
                          lensDescription(lens));
    action->setCheckable(true);
    action->setData(number);
    lenses->addAction(action);
  }
  themes = new QActionGroup(this);
  const QList<std::pair<Theme, QString>> names = {
      {Theme::System, tr("As the &system")}, {Theme::Light, tr("&Light")}, {Theme::Dark, tr("&Dark")}};
  for (const auto& [theme, name] : names) {
    QAction* action = add(name, nullptr, {}, tr("Colours of the program"));
    action->setCheckable(true);
    action->setData(static_cast<int>(theme));
    themes->addAction(action);
  }
}

void WindowActions::makeMenus(QMainWindow& window, const QList<QAction*>& panels) {
  QMenu* file = window.menuBar()->addMenu(tr("&File"));
  file->addActions({open, openFolder});
  file->addMenu(recent);
  file->addActions({sample, cancelOpening});
  file->addSeparator();
  file->addActions({openImportance, dropImportance});
  file->addSeparator();
  file->addActions({exportModel, devices});
  file->addSeparator();
  file->addAction(quit);

  QMenu* edit = window.menuBar()->addMenu(tr("&Edit"));
  edit->addActions({undo, redo});
  edit->addSeparator();
  edit->addAction(selectAll);
  edit->addSeparator();
  edit->addActions({moreBits, fewerBits, backToPreset, allBackToPreset});
  edit->addSeparator();
  edit->addAction(paint);

  QMenu* view = window.menuBar()->addMenu(tr("&View"));
  view->addActions({zoomIn, zoomOut, fit});
  view->addSeparator();
  view->addSection(tr("Lens"));
  view->addActions(lenses->actions());
  view->addSeparator();
  view->addAction(smallTensors);
  view->addSeparator();
  view->addActions(panels);
  view->addSeparator();
  view->addMenu(tr("&Theme"))->addActions(themes->actions());

  window.menuBar()->addMenu(tr("&Help"))->addActions({shortcuts, about});
}

}  // namespace halftone::app
