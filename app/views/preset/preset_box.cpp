#include "app/views/preset/preset_box.h"

#include <QHeaderView>
#include <QTreeView>

#include "app/commands/type_commands.h"

namespace halftone::app {

PresetBox::PresetBox(ModelDocument& document, PresetModel& model, QWidget* parent)
    : QComboBox(parent), m_document(document), m_model(model) {
  setAccessibleName(tr("Preset"));
  auto* list = new QTreeView(this);
  list->setRootIsDecorated(false);
  list->setUniformRowHeights(true);
  list->setAllColumnsShowFocus(true);
  list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list->setStyleSheet(QStringLiteral("QTreeView::item { padding: 2px 6px; }"));
  setModel(&model);
  setView(list);
  list->header()->setStretchLastSection(true);
  setMaxVisibleItems(36);
  setSizeAdjustPolicy(QComboBox::AdjustToContents);
  setToolTip(tr("The preset decides every tensor that is not chosen by hand"));
  connect(this, &QComboBox::activated, this, [this](int row) { choosePreset(m_document, m_model.presetAt(row)); });
  connect(&document, &ModelDocument::presetChanged, this, &PresetBox::followDocument);
  connect(&document, &ModelDocument::modelChanged, this, &PresetBox::followDocument);
  followDocument();
}

void PresetBox::followDocument() {
  setEnabled(m_document.model() != nullptr);
  setCurrentIndex(m_model.rowOf(m_document.request().preset));
}

void PresetBox::showPopup() {
  auto* list = static_cast<QTreeView*>(view());
  int width = 2 * list->frameWidth() + 24;
  for (int column = 0; column < PresetModel::ColumnCount; ++column) {
    list->resizeColumnToContents(column);
    width += list->columnWidth(column) + 8;
  }
  list->setMinimumWidth(width);
  QComboBox::showPopup();
}

}  // namespace halftone::app
