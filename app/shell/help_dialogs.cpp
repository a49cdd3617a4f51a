#include "app/shell/help_dialogs.h"

#include <QAction>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QMessageBox>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace halftone::app {

namespace {

struct Help {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::Help)
};

struct Key {
  QString keys;
  QString meaning;
};

QList<Key> mapKeys() {
  return {
      {Help::tr("Arrow keys, Home, End"), Help::tr("Move over the map")},
      {Help::tr("Shift + arrow keys"), Help::tr("Extend the selection")},
      {Help::tr("Ctrl + arrow keys"), Help::tr("Move and keep the selection")},
      {Help::tr("Space"), Help::tr("Add the current cell to the selection, or take it away")},
      {Help::tr("1 to 8"), Help::tr("Give the usual type of that many bits")},
      {Help::tr("+ and −"), Help::tr("One usual type more or less")},
      {Help::tr("Del"), Help::tr("Back to the preset")},
      {Help::tr("Esc"), Help::tr("Leave paint mode, or select nothing")},
      {Help::tr("Ctrl + mouse wheel"), Help::tr("Zoom the map")},
      {Help::tr("Click, Ctrl + click, Shift + click"), Help::tr("Select; row names and layer numbers select lines")},
  };
}

void addKeys(QTreeWidget& list, const QString& title, const QList<Key>& keys) {
  auto* group = new QTreeWidgetItem(&list, {title});
  QFont bold = list.font();
  bold.setBold(true);
  group->setFont(0, bold);
  for (const Key& key : keys) new QTreeWidgetItem(group, {key.meaning, key.keys});
  group->setExpanded(true);
}

}  // namespace

QDialog* makeShortcutsDialog(const QList<QAction*>& actions, QWidget* parent) {
  auto* dialog = new QDialog(parent);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(Help::tr("Keyboard shortcuts"));
  auto* list = new QTreeWidget(dialog);
  list->setHeaderLabels({Help::tr("What it does"), Help::tr("Keys")});
  list->setRootIsDecorated(false);
  QList<Key> window;
  for (const QAction* action : actions) {
    if (action->shortcut().isEmpty()) continue;
    const QString text = action->statusTip().isEmpty() ? action->text().remove(QLatin1Char('&')) : action->statusTip();
    window.append({action->shortcut().toString(QKeySequence::NativeText), text});
  }
  addKeys(*list, Help::tr("On the map"), mapKeys());
  addKeys(*list, Help::tr("Everywhere"), window);
  list->resizeColumnToContents(1);
  list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  list->header()->setStretchLastSection(false);
  list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
  QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
  auto* layout = new QVBoxLayout(dialog);
  layout->addWidget(list);
  layout->addWidget(buttons);
  dialog->resize(620, 560);
  return dialog;
}

void showAbout(QWidget* parent) {
  auto* box = new QMessageBox(parent);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->setWindowTitle(Help::tr("About Halftone"));
  box->setText(Help::tr("<h3>Halftone %1</h3><p>A studio for compressing language models.</p>")
                   .arg(QCoreApplication::applicationVersion()));
  box->setInformativeText(Help::tr("Free software under the GNU General Public License, version 3 or later. "
                                   "Built with Qt %1 and QCustomPlot.")
                              .arg(QLatin1String(qVersion())));
  box->setStandardButtons(QMessageBox::Close);
  box->open();
}

}  // namespace halftone::app
