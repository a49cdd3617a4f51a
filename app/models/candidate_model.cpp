#include "app/models/candidate_model.h"

#include <QFont>
#include <QGuiApplication>
#include <QPainter>
#include <QPalette>
#include <QPixmap>
#include <algorithm>
#include <limits>

#include "app/commands/type_choices.h"
#include "app/jobs/selection_figures.h"
#include "app/models/numbers.h"

namespace halftone::app {
namespace {

// A dot before the planned type, a ring where only some of the selection have it, an empty place of the same width
// before the others.
QPixmap mark(bool planned, bool byAll) {
  constexpr int kSize = 10;
  const double ratio = qGuiApp->devicePixelRatio();
  QPixmap pixmap(QSize(kSize, kSize) * ratio);
  pixmap.setDevicePixelRatio(ratio);
  pixmap.fill(Qt::transparent);
  if (!planned) return pixmap;
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor color = QGuiApplication::palette().color(QPalette::Text);
  painter.setPen(QPen(color, 1.5));
  painter.setBrush(byAll ? QBrush(color) : QBrush(Qt::NoBrush));
  painter.drawEllipse(QRectF(1.5, 1.5, kSize - 3, kSize - 3));
  return pixmap;
}

// Bytes of the tensor as `type`; nothing if its rows do not divide.
std::optional<Bytes> bytesAs(const TensorInfo& tensor, TensorType type) {
  const Result<Bytes> bytes = tensorBytes(type, tensor.shape.columns(), tensor.shape.rows());
  if (!bytes) return std::nullopt;
  return *bytes;
}

}  // namespace

CandidateModel::CandidateModel(ModelDocument& document, Measurements& measurements, QObject* parent)
    : QAbstractTableModel(parent), m_document(document), m_measurements(measurements) {
  connect(&document, &ModelDocument::selectionChanged, this, &CandidateModel::rebuild);
  connect(&document, &ModelDocument::modelChanged, this, &CandidateModel::rebuild);
  connect(&document, &ModelDocument::importanceChanged, this, &CandidateModel::rebuild);
  connect(&document, &ModelDocument::planChanged, this, &CandidateModel::refreshPlanned);
  connect(&measurements, &Measurements::errorMeasured, this, &CandidateModel::measured);
  connect(&measurements, &Measurements::togetherMeasured, this, &CandidateModel::measureAll);
  connect(&measurements, &Measurements::failureChanged, this, &CandidateModel::measureAll);
  rebuild();
}

void CandidateModel::rebuild() {
  beginResetModel();
  m_rows.clear();
  m_bytesNow = {};
  if (m_document.model() && !m_document.selection().isEmpty()) {
    std::vector<TensorType> types = encodableTypes();
    for (const TensorId id : m_document.selection()) {
      const TensorInfo& tensor = m_document.model()->tensor(id);
      const TensorType planned = m_document.typeOf(id);
      m_bytesNow += bytesAs(tensor, planned).value_or(tensor.bytes);
      // What a tensor has already needs no encoder; its row can be chosen to keep it.
      if (planned == tensor.type && std::find(types.begin(), types.end(), planned) == types.end())
        types.push_back(planned);
    }
    for (const TensorType type : types) m_rows.push_back(makeRow(type));
  }
  endResetModel();
}

// The plan changed: which types are planned and what the others would add. Types that come or go need a rebuild.
void CandidateModel::refreshPlanned() {
  if (m_rows.empty()) return rebuild();
  m_bytesNow = {};
  for (const TensorId id : m_document.selection()) {
    const TensorInfo& tensor = m_document.model()->tensor(id);
    const TensorType planned = m_document.typeOf(id);
    if (rowOf(planned) < 0 && planned == tensor.type) return rebuild();
    m_bytesNow += bytesAs(tensor, planned).value_or(tensor.bytes);
  }
  for (Row& row : m_rows) row = makeRow(row.type);
  emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

CandidateModel::Row CandidateModel::makeRow(TensorType type) const {
  Row row;
  row.type = type;
  for (const TensorId id : m_document.selection()) {
    const TensorInfo& tensor = m_document.model()->tensor(id);
    const TensorType planned = m_document.typeOf(id);
    const std::string whyNot = whyNotType(tensor, type);
    if (planned == type) ++row.planned;
    if (!whyNot.empty()) {
      if (row.refused++ == 0) row.whyNot = QString::fromStdString(whyNot);
    }
    const TensorType given = whyNot.empty() ? type : planned;
    row.bytes += bytesAs(tensor, given).value_or(tensor.bytes);
  }
  measure(row);
  return row;
}

void CandidateModel::measure(Row& row) const {
  const QList<TensorId>& selection = m_document.selection();
  std::optional<ErrorMetrics> metrics;
  if (selection.size() > 1)
    metrics = m_measurements.together().error(row.type);
  else if (const ErrorMetrics* one = m_measurements.error(selection.front(), row.type))
    metrics = *one;
  row.sqnrDb.reset();
  row.signLost.reset();
  row.sampled = metrics && metrics->sampled;
  if (!metrics) return;
  row.sqnrDb = metrics->sqnrDb;
  row.signLost = metrics->signLost;
}

void CandidateModel::measured(TensorId tensor, TensorType type) {
  const int row = rowOf(type);
  if (row < 0 || m_document.selection() != QList<TensorId>{tensor}) return;
  measure(m_rows[static_cast<std::size_t>(row)]);
  emit dataChanged(index(row, Sqnr), index(row, SignLost));
}

void CandidateModel::measureAll() {
  if (m_rows.empty()) return;
  for (Row& row : m_rows) measure(row);
  emit dataChanged(index(0, Sqnr), index(rowCount() - 1, SignLost));
}

// Figures are on their way, or will not come.
QString CandidateModel::missingFigure() const {
  return m_measurements.candidatesFailure().isEmpty() ? QStringLiteral("…") : QStringLiteral("✗");
}

int CandidateModel::rowOf(TensorType type) const {
  for (std::size_t i = 0; i < m_rows.size(); ++i)
    if (m_rows[i].type == type) return static_cast<int>(i);
  return -1;
}

int CandidateModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CandidateModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

Qt::ItemFlags CandidateModel::flags(const QModelIndex& index) const {
  if (!index.isValid() || index.row() >= rowCount()) return Qt::NoItemFlags;
  const Row& row = m_rows[static_cast<std::size_t>(index.row())];
  const bool offered = row.refused < m_document.selection().size();
  return offered ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren : Qt::ItemNeverHasChildren;
}

QString CandidateModel::display(const Row& row, int column) const {
  const qsizetype tensors = m_document.selection().size();
  const bool offered = row.refused < tensors;
  switch (column) {
    case Type: return typeText(row.type);
    case Bits: {
      const TensorTypeInfo* info = findTensorType(row.type);
      return info == nullptr ? QString() : bitsText(info->bitsPerWeight());
    }
    case Size: return offered ? sizeText(row.bytes) : QString();
    case Change: return offered ? sizeChangeText(m_bytesNow, row.bytes) : QString();
    case Sqnr: return !offered ? QString() : row.sqnrDb ? decibelText(*row.sqnrDb, row.sampled) : missingFigure();
    case SignLost:
      return !offered ? QString() : row.signLost ? percentText(*row.signLost, row.sampled) : missingFigure();
    default: return {};
  }
}

QVariant CandidateModel::sortKey(const Row& row, int column) const {
  const TensorTypeInfo* info = findTensorType(row.type);
  switch (column) {
    case Type: return typeText(row.type);
    case Bits: return info == nullptr ? 0.0 : info->bitsPerWeight();
    case Size:
    case Change: return QVariant::fromValue<qulonglong>(row.bytes.count);
    case Sqnr: return row.sqnrDb.value_or(-std::numeric_limits<double>::infinity());
    case SignLost: return row.signLost.value_or(2.0);
    default: return {};
  }
}

QString CandidateModel::toolTip(const Row& row, int column) const {
  const qsizetype tensors = m_document.selection().size();
  if (row.refused == tensors) return row.whyNot;
  if (row.refused > 0)
    return tr("%1 of %2 tensors keep what they have: %3").arg(row.refused).arg(tensors).arg(row.whyNot);
  if (column == Size) return exactSizeText(row.bytes);
  if ((column == Sqnr || column == SignLost) && !row.sqnrDb) {
    const QString failure = m_measurements.candidatesFailure();
    if (!failure.isEmpty()) return failure;
    return tensors == 1 ? tr("Being measured")
                        : tr("Being measured: %1 of %2 tensors").arg(m_measurements.together().measured()).arg(tensors);
  }
  if ((column == Sqnr || column == SignLost) && row.sampled) return tr("Measured on a sample of rows");
  if (row.planned == tensors) return tr("Planned now");
  return tensors == 1 ? tr("Give this tensor %1").arg(typeText(row.type))
                      : tr("Give %n tensor(s) %1", nullptr, static_cast<int>(tensors)).arg(typeText(row.type));
}

QVariant CandidateModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const Row& row = m_rows[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole: return display(row, index.column());
    case Qt::AccessibleTextRole:
      if (index.column() == Type && row.planned > 0) return tr("%1, planned").arg(typeText(row.type));
      return display(row, index.column());
    case Qt::DecorationRole:
      if (index.column() != Type) return {};
      return mark(row.planned > 0, row.planned == m_document.selection().size());
    case Qt::FontRole: {
      if (row.planned == 0) return {};
      QFont font;
      font.setBold(true);
      return font;
    }
    case Qt::TextAlignmentRole:
      return QVariant::fromValue(
          Qt::Alignment((index.column() == Type ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter));
    case Qt::ToolTipRole: return toolTip(row, index.column());
    case SortRole: return sortKey(row, index.column());
    case PlannedRole: return row.planned > 0;
    default: return {};
  }
}

QVariant CandidateModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  static const std::array<const char*, ColumnCount> kTitles = {QT_TR_NOOP("Type"), QT_TR_NOOP("Bits"),
                                                               QT_TR_NOOP("Size"), QT_TR_NOOP("Δ size"),
                                                               QT_TR_NOOP("SQNR"), QT_TR_NOOP("Sign lost")};
  static const std::array<const char*, ColumnCount> kHelp = {
      QT_TR_NOOP("A click or Enter gives the type to the selection; the dot marks what is planned"),
      QT_TR_NOOP("Bits per weight"),
      QT_TR_NOOP("Size of the selection with this type"),
      QT_TR_NOOP("Change of size against what is planned now"),
      QT_TR_NOOP("Signal to quantization noise ratio: higher is better; of several tensors all together"),
      QT_TR_NOOP("Share of weights that become 0; of several tensors all together")};
  if (section < 0 || section >= ColumnCount) return {};
  if (role == Qt::DisplayRole) return tr(kTitles[static_cast<std::size_t>(section)]);
  if (role == Qt::ToolTipRole) return tr(kHelp[static_cast<std::size_t>(section)]);
  return {};
}

}  // namespace halftone::app
