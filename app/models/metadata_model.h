// MetadataModel: a model's keys, their types and values as a table; MetadataFilter finds text in any column.
// Thread-safety: GUI thread only.
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <memory>

#include "core/model/model.h"

namespace halftone::app {

class MetadataModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Key, Value, Type, ColumnCount };
  enum { FullTextRole = Qt::UserRole + 1 };  // for the clipboard: strings whole, arrays up to a megabyte of text

  using QAbstractTableModel::QAbstractTableModel;
  void setModel(std::shared_ptr<const Model> model);  // null = empty

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::shared_ptr<const Model> m_model;
};

// Rows whose key or shown value contains every word of the filter, whatever its case.
class MetadataFilter : public QSortFilterProxyModel {
  Q_OBJECT

 public:
  using QSortFilterProxyModel::QSortFilterProxyModel;
  void setWords(const QString& text);

 protected:
  bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

 private:
  QStringList m_words;
};

}  // namespace halftone::app
