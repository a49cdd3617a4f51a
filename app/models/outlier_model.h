// OutlierModel: the largest weights of a tensor, with what they decode to.
// Thread-safety: GUI thread only.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "core/analysis/tensor_analysis.h"

namespace halftone::app {

class OutlierModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Row, ColumnNumber, Value, Decoded, Error, ColumnCount };
  enum { SortRole = Qt::UserRole + 1 };  // numbers; values sort by size, whatever their sign

  using QAbstractTableModel::QAbstractTableModel;
  void setOutliers(std::vector<Outlier> outliers);
  const std::vector<Outlier>& outliers() const { return m_outliers; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<Outlier> m_outliers;
};

}  // namespace halftone::app
