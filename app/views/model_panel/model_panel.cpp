#include "app/views/model_panel/model_panel.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFormLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QVBoxLayout>

#include "app/models/metadata_model.h"
#include "app/models/names.h"
#include "app/models/numbers.h"
#include "app/views/model_panel/model_facts.h"

namespace halftone::app {
namespace {

constexpr int kTypeFromWidth = 340;

}  // namespace

struct ModelPanel::Parts {
  explicit Parts(ModelDocument& documentOfPanel) : document(documentOfPanel) { filtered.setSourceModel(&metadata); }

  ModelDocument& document;
  MetadataModel metadata;
  MetadataFilter filtered;
  QLabel* empty = nullptr;
  QWidget* facts = nullptr;
  QFormLayout* factLines = nullptr;
  QLabel* heading = nullptr;
  QLineEdit* filter = nullptr;
  QTableView* table = nullptr;
  int keyWidth = 0;  // what the longest key takes

  void buildTable(QWidget* parent);
  void copy(int role);
  void refresh();
  void showCount();
  void fitColumns();
};

ModelPanel::ModelPanel(ModelDocument& document, QWidget* parent)
    : QWidget(parent), m_parts(std::make_unique<Parts>(document)) {
  Parts& parts = *m_parts;
  setAccessibleName(tr("Model"));
  parts.empty = new QLabel(tr("No model is open."), this);
  parts.empty->setWordWrap(true);
  parts.facts = new QWidget(this);
  parts.factLines = new QFormLayout(parts.facts);
  parts.factLines->setContentsMargins(0, 0, 0, 0);
  parts.factLines->setVerticalSpacing(3);
  parts.factLines->setHorizontalSpacing(10);
  parts.factLines->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
  parts.factLines->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
  parts.heading = new QLabel(this);
  parts.filter = new QLineEdit(this);
  parts.filter->setPlaceholderText(tr("Filter keys and values"));
  parts.filter->setClearButtonEnabled(true);
  parts.filter->setAccessibleName(tr("Filter of the metadata"));
  parts.buildTable(this);
  parts.table->viewport()->installEventFilter(this);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 8);
  layout->addWidget(parts.empty);
  layout->addWidget(parts.facts);
  layout->addSpacing(6);
  layout->addWidget(parts.heading);
  layout->addWidget(parts.filter);
  layout->addWidget(parts.table, 1);
  layout->addStretch();
  connect(parts.filter, &QLineEdit::textChanged, this, [this](const QString& text) {
    m_parts->filtered.setWords(text);
    m_parts->showCount();
  });
  connect(&document, &ModelDocument::modelChanged, this, [this] { m_parts->refresh(); });
  parts.refresh();
}

ModelPanel::~ModelPanel() = default;

bool ModelPanel::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::Resize) m_parts->fitColumns();
  return QWidget::eventFilter(watched, event);
}

// A narrow panel shows keys and values; the value's type is in its tooltip anyway.
void ModelPanel::Parts::fitColumns() {
  const int width = table->viewport()->width();
  table->setColumnHidden(MetadataModel::Type, width < kTypeFromWidth);
  table->setColumnWidth(MetadataModel::Key, std::min(keyWidth, width * 3 / 5));
}

void ModelPanel::Parts::buildTable(QWidget* parent) {
  table = new QTableView(parent);
  table->setModel(&filtered);
  table->setAccessibleName(ModelPanel::tr("Metadata"));
  table->setSelectionBehavior(QAbstractItemView::SelectRows);
  table->setSelectionMode(QAbstractItemView::SingleSelection);
  table->setAlternatingRowColors(true);
  table->setShowGrid(false);
  table->setWordWrap(false);
  table->setTabKeyNavigation(false);
  table->verticalHeader()->hide();
  table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 6);
  table->horizontalHeader()->setHighlightSections(false);
  table->horizontalHeader()->setSectionResizeMode(MetadataModel::Value, QHeaderView::Stretch);
  table->horizontalHeader()->setSectionResizeMode(MetadataModel::Type, QHeaderView::ResizeToContents);
  table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  const auto add = [this](const QString& text, const QKeySequence& keys, int role) {
    auto* action = new QAction(text, table);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    QObject::connect(action, &QAction::triggered, table, [this, role] { copy(role); });
    table->addAction(action);
  };
  add(ModelPanel::tr("Copy value"), QKeySequence::Copy, MetadataModel::FullTextRole);
  add(ModelPanel::tr("Copy key"), Qt::CTRL | Qt::SHIFT | Qt::Key_C, Qt::DisplayRole);
  table->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void ModelPanel::Parts::copy(int role) {
  const QModelIndex current = table->currentIndex();
  if (!current.isValid()) return;
  QApplication::clipboard()->setText(current.siblingAtColumn(MetadataModel::Key).data(role).toString());
}

void ModelPanel::Parts::refresh() {
  const std::shared_ptr<const Model>& model = document.model();
  while (factLines->rowCount() > 0) factLines->removeRow(0);
  metadata.setModel(model);
  empty->setVisible(!model);
  for (QWidget* widget : std::initializer_list<QWidget*>{facts, heading, filter, table})
    widget->setVisible(model != nullptr);
  if (!model) return;
  for (const ModelFact& fact : modelFacts(*model)) {
    auto* name = new QLabel(fact.name, facts);
    name->setForegroundRole(QPalette::PlaceholderText);
    auto* value = new QLabel(wrappable(fact.value), facts);
    value->setWordWrap(true);
    value->setTextFormat(Qt::PlainText);
    value->setAccessibleName(fact.name);
    for (QLabel* label : {name, value}) label->setToolTip(fact.help);
    factLines->addRow(name, value);
  }
  table->resizeColumnToContents(MetadataModel::Key);
  keyWidth = table->columnWidth(MetadataModel::Key);
  fitColumns();
  showCount();
}

void ModelPanel::Parts::showCount() {
  const int all = metadata.rowCount();
  const int shown = filtered.rowCount();
  heading->setText(shown == all ? ModelPanel::tr("Metadata: %n key(s)", nullptr, all)
                                : ModelPanel::tr("Metadata: %1 of %n key(s)", nullptr, all)
                                      .arg(countText(static_cast<std::uint64_t>(shown))));
}

}  // namespace halftone::app
