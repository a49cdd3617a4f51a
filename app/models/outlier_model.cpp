#include "app/models/outlier_model.h"

#include <cmath>

#include "app/models/numbers.h"

namespace halftone::app {
namespace {

double error(const Outlier& outlier) { return static_cast<double>(outlier.value) - outlier.decoded; }

QVariant display(const Outlier& outlier, int column) {
  switch (column) {
    case OutlierModel::Row: return countText(outlier.row);
    case OutlierModel::ColumnNumber: return countText(outlier.column);
    case OutlierModel::Value: return valueText(outlier.value);
    case OutlierModel::Decoded: return valueText(outlier.decoded);
    case OutlierModel::Error: return valueText(error(outlier), 3);
    default: return {};
  }
}

QVariant sortKey(const Outlier& outlier, int column) {
  switch (column) {
    case OutlierModel::Row: return QVariant::fromValue<qulonglong>(outlier.row);
    case OutlierModel::ColumnNumber: return QVariant::fromValue<qulonglong>(outlier.column);
    case OutlierModel::Value: return std::abs(static_cast<double>(outlier.value));
    case OutlierModel::Decoded: return std::abs(static_cast<double>(outlier.decoded));
    case OutlierModel::Error: return std::abs(error(outlier));
    default: return {};
  }
}

}  // namespace

void OutlierModel::setOutliers(std::vector<Outlier> outliers) {
  beginResetModel();
  m_outliers = std::move(outliers);
  endResetModel();
}

int OutlierModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_outliers.size());
}

int OutlierModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant OutlierModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const Outlier& outlier = m_outliers[static_cast<std::size_t>(index.row())];
  switch (role) {
    case Qt::DisplayRole: return display(outlier, index.column());
    case SortRole: return sortKey(outlier, index.column());
    case Qt::TextAlignmentRole: return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    default: return {};
  }
}

QVariant OutlierModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case Row: return tr("Row");
    case ColumnNumber: return tr("Column");
    case Value: return tr("Weight");
    case Decoded: return tr("Decoded");
    case Error: return tr("Error");
    default: return {};
  }
}

}  // namespace halftone::app
