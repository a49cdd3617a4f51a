#include "app/views/inspector/table_copy.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QTableView>

namespace halftone::app {
namespace {

QString tableText(const QTableView& table) {
  const QAbstractItemModel& model = *table.model();
  QStringList lines;
  QStringList header;
  for (int column = 0; column < model.columnCount(); ++column)
    header << model.headerData(column, Qt::Horizontal).toString();
  lines << header.join(QLatin1Char('\t'));
  const bool all = !table.selectionModel()->hasSelection();
  for (int row = 0; row < model.rowCount(); ++row) {
    if (!all && !table.selectionModel()->isRowSelected(row, QModelIndex())) continue;
    QStringList fields;
    for (int column = 0; column < model.columnCount(); ++column) fields << model.index(row, column).data().toString();
    lines << fields.join(QLatin1Char('\t'));
  }
  return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace

void addCopyAction(QTableView& table) {
  auto* copy = new QAction(QCoreApplication::translate("TableCopy", "Copy"), &table);
  copy->setShortcut(QKeySequence::Copy);
  copy->setShortcutContext(Qt::WidgetShortcut);
  QObject::connect(copy, &QAction::triggered, &table,
                   [&table] { QApplication::clipboard()->setText(tableText(table)); });
  table.addAction(copy);
  table.setContextMenuPolicy(Qt::ActionsContextMenu);
}

}  // namespace halftone::app
