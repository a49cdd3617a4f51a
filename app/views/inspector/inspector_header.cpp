#include "app/views/inspector/inspector_header.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>
#include <map>

#include "app/models/names.h"
#include "app/models/numbers.h"

namespace halftone::app {
namespace {

QLabel* makeLabel(QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  return label;
}

}  // namespace

InspectorHeader::InspectorHeader(ModelDocument& document, Measurements& measurements, QWidget* parent)
    : QWidget(parent),
      m_document(document),
      m_measurements(measurements),
      m_name(makeLabel(this)),
      m_facts(makeLabel(this)),
      m_reason(makeLabel(this)) {
  QFont bold = font();
  bold.setBold(true);
  m_name->setFont(bold);
  m_name->setAccessibleName(tr("Selected tensor"));
  // Selected text would hold the invisible break places, so the name is copied whole.
  m_name->setTextInteractionFlags(Qt::NoTextInteraction);
  m_name->setContextMenuPolicy(Qt::ActionsContextMenu);
  auto* copyName = new QAction(tr("Copy name"), m_name);
  connect(copyName, &QAction::triggered, this, [this] { QApplication::clipboard()->setText(m_name->toolTip()); });
  m_name->addAction(copyName);
  m_reason->setForegroundRole(QPalette::PlaceholderText);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(3);
  for (QLabel* label : {m_name, m_facts, m_reason}) layout->addWidget(label);
  connect(&document, &ModelDocument::selectionChanged, this, &InspectorHeader::refresh);
  connect(&document, &ModelDocument::modelChanged, this, &InspectorHeader::refresh);
  connect(&document, &ModelDocument::planChanged, this, &InspectorHeader::refresh);
  connect(&measurements, &Measurements::errorMeasured, this, [this](TensorId tensor) {
    const QList<TensorId>& selection = m_document.selection();
    if (selection.size() > 1 && std::binary_search(selection.begin(), selection.end(), tensor)) refresh();
  });
  refresh();
}

void InspectorHeader::refresh() {
  m_name->setToolTip(QString());
  if (!m_document.model()) {
    m_name->setText(tr("No model is open"));
    m_facts->setText(tr("Open a model to see what its tensors hold and what each type would cost them."));
    m_reason->clear();
  } else if (m_document.selection().isEmpty()) {
    m_name->setText(tr("Nothing is selected"));
    m_facts->setText(tr("Select a tensor on the map to compare types for it."));
    m_reason->clear();
  } else if (m_document.selection().size() == 1) {
    showOne(m_document.selection().front());
  } else {
    showSeveral();
  }
  m_reason->setVisible(!m_reason->text().isEmpty());
}

void InspectorHeader::showOne(TensorId id) {
  const TensorInfo& tensor = m_document.model()->tensor(id);
  const TensorType type = m_document.typeOf(id);
  m_name->setText(wrappable(QString::fromStdString(tensor.name)));
  m_name->setToolTip(QString::fromStdString(tensor.name));
  const QString types = type == tensor.type ? typeText(type) : tr("%1 → %2").arg(typeText(tensor.type), typeText(type));
  m_facts->setText(tr("%1 · %2 · %3").arg(shapeText(tensor.shape), types, sizeText(m_document.bytesOf(id))));
  m_facts->setToolTip(
      tr("Columns × rows, as GGUF orders them · type in the file → type in the plan · size in the plan (%1)")
          .arg(exactSizeText(m_document.bytesOf(id))));
  const PlanEntry* entry = m_document.entry(id);
  if (entry != nullptr)
    m_reason->setText(QString::fromStdString(entry->reason));
  else if (m_document.planError())
    m_reason->setText(tr("There is no plan: %1").arg(QString::fromStdString(m_document.planError()->message())));
  else
    m_reason->setText(tr("The plan leaves this tensor out."));
}

void InspectorHeader::showSeveral() {
  const QList<TensorId>& selection = m_document.selection();
  Bytes total;
  std::map<TensorType, int> types;
  for (const TensorId id : selection) {
    total += m_document.bytesOf(id);
    ++types[m_document.typeOf(id)];
  }
  std::vector<std::pair<TensorType, int>> byCount(types.begin(), types.end());
  std::stable_sort(byCount.begin(), byCount.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  QStringList spread;
  for (const auto& [type, count] : byCount) spread << tr("%1 × %2").arg(count).arg(typeText(type));
  m_name->setText(tr("%n tensors selected", nullptr, static_cast<int>(selection.size())));
  m_facts->setText(tr("%1 · %2").arg(sizeText(total), spread.join(QStringLiteral(", "))));
  m_facts->setToolTip(exactSizeText(total));
  m_reason->setText(worstError());
}

QString InspectorHeader::worstError() const {
  const ErrorMetrics* worst = nullptr;
  TensorId worstTensor;
  int measured = 0;
  for (const TensorId id : m_document.selection()) {
    const ErrorMetrics* metrics = m_measurements.error(id, m_document.typeOf(id));
    if (metrics == nullptr) continue;
    ++measured;
    if (worst != nullptr && metrics->sqnrDb >= worst->sqnrDb) continue;
    worst = metrics;
    worstTensor = id;
  }
  if (worst == nullptr) return tr("Their errors are not measured yet.");
  const QString name = wrappable(QString::fromStdString(m_document.model()->tensor(worstTensor).name));
  QString text = tr("Worst error: %1 in %2.").arg(decibelText(worst->sqnrDb, worst->sampled), name);
  if (measured < m_document.selection().size())
    text += QLatin1Char(' ') + tr("Measured so far: %1 of %2.").arg(measured).arg(m_document.selection().size());
  return text;
}

}  // namespace halftone::app
