#include "app/models/map_model.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "app/models/numbers.h"

namespace halftone::app {

namespace {

// Measurements arrive by the dozen; the map follows at this pace.
constexpr int kRefreshMs = 60;

// A type that any number of columns allows tells whether a tensor is ever quantized.
bool neverQuantized(const TensorInfo& tensor) { return !whyNotType(tensor, TensorType::F16).empty(); }

QString rowName(const TensorInfo& tensor) {
  const std::string_view name = rowNameOfTensor(tensor.name);
  return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

double bitsOfTensor(const TensorInfo& tensor, TensorType type) {
  if (const TensorTypeInfo* info = findTensorType(type)) return info->bitsPerWeight();
  return bitsPerWeight(tensor.bytes, tensor.shape.elements());
}

}  // namespace

MapModel::MapModel(ModelDocument& document, const Measurements& measurements, QObject* parent)
    : QAbstractTableModel(parent), m_document(document), m_measurements(measurements) {
  m_refreshTimer.setSingleShot(true);
  m_refreshTimer.setInterval(kRefreshMs);
  connect(&m_refreshTimer, &QTimer::timeout, this, [this] {
    const std::set<TensorId> stale = std::exchange(m_stale, {});
    refresh(QList<TensorId>(stale.begin(), stale.end()));
  });
  connect(&document, &ModelDocument::modelChanged, this, &MapModel::rebuild);
  connect(&document, &ModelDocument::planChanged, this, &MapModel::refresh);
  // After the measurements, which were made earlier and have dropped the errors of the former matrix by now.
  connect(&document, &ModelDocument::importanceChanged, this, &MapModel::refreshAll);
  connect(&document, &ModelDocument::effortChanged, this, &MapModel::refreshAll);
  connect(&measurements, &Measurements::errorMeasured, this, &MapModel::refreshLater);
  connect(&measurements, &Measurements::sourceMeasured, this, &MapModel::refreshLater);
  connect(&measurements, &Measurements::failedChanged, this, &MapModel::refreshLater);
  rebuild();
}

void MapModel::setLens(Lens lens) {
  if (lens == m_scale.lens()) return;
  m_scale = LensScale(lens);
  refreshAll();
}

void MapModel::refreshAll() {
  for (std::optional<MapCell>& cell : m_cells)
    if (cell) fill(*cell);
  updateScale();
  if (!m_cells.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
  emit scaleChanged();
}

void MapModel::setMinorShown(bool shown) {
  if (shown == m_minorShown) return;
  m_minorShown = shown;
  rebuild();
}

void MapModel::rebuild() {
  beginResetModel();
  m_rows.clear();
  m_layers.clear();
  m_cells.clear();
  m_slotOfTensor.clear();
  m_stale.clear();
  m_hiddenTensors = 0;
  if (m_document.model()) placeTensors();
  updateScale();
  endResetModel();
  emit scaleChanged();
}

// Makes the rows, ordered as data flows: groups, then roles, then as the file has them. Returns each tensor's row, or
// −1 if its row is not shown.
std::vector<int> MapModel::makeRows() {
  const Model& model = *m_document.model();
  std::map<QString, std::size_t> rowOfName;
  std::vector<std::tuple<RoleGroup, halftone::Role, std::size_t>> order;
  std::vector<std::size_t> rowOfTensor;
  std::vector<MapRow> rows;
  for (const TensorInfo& tensor : model.tensors()) {
    const auto [found, isNew] = rowOfName.try_emplace(rowName(tensor), rows.size());
    if (isNew) {
      const RoleGroup group = groupOfTensor(tensor.name);
      order.emplace_back(group, tensor.role, rows.size());
      rows.push_back({found->first, group, true});
    }
    rowOfTensor.push_back(found->second);
    rows[found->second].minor = rows[found->second].minor && neverQuantized(tensor);
  }
  std::sort(order.begin(), order.end());
  std::vector<int> place(rows.size(), -1);
  for (const auto& [group, role, row] : order) {
    if (rows[row].minor && !m_minorShown) continue;
    place[row] = static_cast<int>(m_rows.size());
    m_rows.push_back(rows[row]);
  }
  std::vector<int> placed;
  for (const std::size_t row : rowOfTensor) placed.push_back(place[row]);
  return placed;
}

void MapModel::placeTensors() {
  const Model& model = *m_document.model();
  const std::vector<int> rowOfTensor = makeRows();
  std::set<std::optional<LayerIndex>> layers;
  for (const TensorInfo& tensor : model.tensors())
    if (rowOfTensor[tensor.id.index()] >= 0) layers.insert(tensor.layer);
  m_layers.assign(layers.begin(), layers.end());  // no layer sorts first
  std::map<std::optional<LayerIndex>, int> columnOfLayer;
  for (std::size_t i = 0; i < m_layers.size(); ++i) columnOfLayer[m_layers[i]] = static_cast<int>(i);

  m_cells.assign(m_rows.size() * m_layers.size(), std::nullopt);
  m_slotOfTensor.assign(model.tensors().size(), -1);
  for (const TensorInfo& tensor : model.tensors()) {
    const int row = rowOfTensor[tensor.id.index()];
    const std::size_t target = row < 0 ? 0 : slot(row, columnOfLayer[tensor.layer]);
    if (row < 0 || m_cells[target]) {
      ++m_hiddenTensors;
      continue;
    }
    MapCell cell;
    cell.tensor = tensor.id;
    cell.fixed = neverQuantized(tensor);
    fill(cell);
    m_cells[target] = cell;
    m_slotOfTensor[tensor.id.index()] = static_cast<std::int32_t>(target);
  }
}

void MapModel::fill(MapCell& cell) const {
  const PlanEntry* entry = m_document.entry(cell.tensor);
  cell.type = m_document.typeOf(cell.tensor);
  cell.bits = bitsOfTensor(m_document.model()->tensor(cell.tensor), cell.type);
  cell.byHand = m_document.byHand(cell.tensor);
  cell.fellBack = entry != nullptr && entry->wanted.has_value();
  cell.figure = figureOf(cell);
  cell.failed = !cell.figure && hasFailed(cell);
}

std::optional<LensFigure> MapModel::figureOf(const MapCell& cell) const {
  switch (m_scale.lens()) {
    case Lens::Bits: return LensFigure{cell.bits, false};
    case Lens::Size: return LensFigure{static_cast<double>(m_document.bytesOf(cell.tensor).count), false};
    case Lens::Error:
    case Lens::SignLoss: {
      const ErrorMetrics* error = m_measurements.error(cell.tensor, cell.type);
      if (error == nullptr) return std::nullopt;
      return LensFigure{m_scale.lens() == Lens::Error ? error->sqnrDb : error->signLost, error->sampled};
    }
    case Lens::Outliers: {
      const SourceStatistics* source = m_measurements.source(cell.tensor);
      if (source == nullptr) return std::nullopt;
      return LensFigure{source->peak, source->sampled};
    }
  }
  return std::nullopt;
}

bool MapModel::hasFailed(const MapCell& cell) const {
  if (!isMeasured(m_scale.lens())) return false;
  return m_scale.lens() == Lens::Outliers ? m_measurements.sourceFailed(cell.tensor)
                                          : m_measurements.errorFailed(cell.tensor, cell.type);
}

void MapModel::refreshLater(TensorId tensor) {
  m_stale.insert(tensor);
  if (!m_refreshTimer.isActive()) m_refreshTimer.start();
}

void MapModel::refresh(const QList<TensorId>& tensors) {
  if (m_cells.empty() || tensors.isEmpty()) return;
  int top = rowCount(), bottom = -1, left = columnCount(), right = -1;
  for (const TensorId tensor : tensors) {
    const auto at = position(tensor);
    if (!at) continue;
    fill(*m_cells[slot(at->first, at->second)]);
    top = std::min(top, at->first);
    bottom = std::max(bottom, at->first);
    left = std::min(left, at->second);
    right = std::max(right, at->second);
  }
  const LensScale before = m_scale;
  updateScale();
  if (bottom >= 0) emit dataChanged(index(top, left), index(bottom, right));
  if (before != m_scale) emit scaleChanged();
}

// Tensors that are never quantized say nothing about the choice of types, so they do not stretch the scale.
void MapModel::updateScale() {
  LensScale scale(m_scale.lens());
  for (const std::optional<MapCell>& cell : m_cells)
    if (cell && cell->figure && !cell->fixed) scale.add(cell->figure->value);
  m_scale = scale;
}

const MapCell* MapModel::cell(int row, int column) const {
  const std::optional<MapCell>& cell = m_cells[slot(row, column)];
  return cell ? &*cell : nullptr;
}

std::optional<std::pair<int, int>> MapModel::position(TensorId tensor) const {
  if (tensor.index() >= m_slotOfTensor.size()) return std::nullopt;
  const std::int32_t found = m_slotOfTensor[tensor.index()];
  if (found < 0) return std::nullopt;
  const int columns = static_cast<int>(m_layers.size());
  return std::pair<int, int>{found / columns, found % columns};
}

int MapModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int MapModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_layers.size());
}

QVariant MapModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const MapCell* shown = cell(index.row(), index.column());
  if (shown == nullptr) return {};
  switch (role) {
    case Qt::DisplayRole: return shown->figure ? figureText(lens(), *shown->figure) : QString();
    case Qt::ToolTipRole: return describe(*shown);
    case Qt::AccessibleTextRole: return speak(index.row(), index.column());
    case TensorRole: return shown->tensor.value;
    case TypeRole: return typeText(shown->type);
    case BitsRole: return shown->bits;
    case BytesRole: return static_cast<qulonglong>(m_document.bytesOf(shown->tensor).count);
    case FigureRole: return shown->figure ? QVariant(shown->figure->value) : QVariant();
    case SampledRole: return shown->figure && shown->figure->sampled;
    case ByHandRole: return shown->byHand;
    case FixedRole: return shown->fixed;
    case FellBackRole: return shown->fellBack;
    case FailedRole: return shown->failed;
    default: return {};
  }
}

QVariant MapModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (section < 0 || section >= (orientation == Qt::Horizontal ? columnCount() : rowCount())) return {};
  if (orientation == Qt::Vertical) return role == Qt::DisplayRole ? QVariant(mapRow(section).name) : QVariant();
  const std::optional<LayerIndex> shown = layer(section);
  if (role == Qt::DisplayRole) return shown ? QString::number(shown->value) : QString();
  if (role == Qt::ToolTipRole) return shown ? tr("Layer %1").arg(shown->value) : tr("Outside the layers");
  return {};
}

QString MapModel::describe(const MapCell& cell) const {
  const TensorInfo& tensor = m_document.model()->tensor(cell.tensor);
  const PlanEntry* entry = m_document.entry(cell.tensor);
  QStringList lines;
  lines << QString::fromStdString(tensor.name);
  lines << (cell.type == tensor.type
                ? tr("%1 · stays %2").arg(shapeText(tensor.shape), typeText(cell.type))
                : tr("%1 · %2 → %3").arg(shapeText(tensor.shape), typeText(tensor.type), typeText(cell.type)));
  lines << tr("%1 bits per weight · %2").arg(bitsText(cell.bits), sizeText(m_document.bytesOf(cell.tensor)));
  if (const ErrorMetrics* error = m_measurements.error(cell.tensor, cell.type))
    lines << tr("SQNR %1 · sign lost %2")
                 .arg(decibelText(error->sqnrDb, error->sampled), percentText(error->signLost, error->sampled));
  else if (m_measurements.errorFailed(cell.tensor, cell.type))
    lines << tr("Error and sign loss could not be measured: select the tensor to see why");
  else
    lines << tr("Error and sign loss are not measured yet");
  if (const SourceStatistics* source = m_measurements.source(cell.tensor))
    lines << tr("Largest weight %1 · excess kurtosis %2")
                 .arg(figureText(Lens::Outliers, {source->peak, source->sampled}), valueText(source->kurtosis));
  else if (m_measurements.sourceFailed(cell.tensor))
    lines << tr("Outliers could not be measured");
  if (entry != nullptr && !entry->reason.empty()) lines << QString::fromStdString(entry->reason);
  return lines.join(QLatin1Char('\n'));
}

QString MapModel::speak(int row, int column) const {
  const MapCell* shown = cell(row, column);
  if (shown == nullptr) return {};
  const std::optional<LayerIndex> inLayer = layer(column);
  QString text = inLayer ? tr("%1, layer %2: %3").arg(mapRow(row).name).arg(inLayer->value).arg(typeText(shown->type))
                         : tr("%1: %2").arg(mapRow(row).name, typeText(shown->type));
  if (shown->byHand) text += tr(", chosen by hand");
  if (shown->fellBack) text += tr(", fell back");
  const QString missing = shown->failed ? tr("could not be measured") : tr("not measured yet");
  text +=
      QStringLiteral(", %1: %2").arg(lensName(lens()), shown->figure ? figureText(lens(), *shown->figure) : missing);
  return text;
}

}  // namespace halftone::app
