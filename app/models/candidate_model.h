// CandidateModel: what every type that can be encoded would cost the selected tensors, measured, beside what they have
// now. Types that none of them can have are disabled and say why.
// Thread-safety: GUI thread only.
#pragma once

#include <QAbstractTableModel>
#include <optional>
#include <vector>

#include "app/document/model_document.h"
#include "app/jobs/measurements.h"

namespace halftone::app {

class CandidateModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { Type, Bits, Size, Change, Sqnr, SignLost, ColumnCount };
  enum { SortRole = Qt::UserRole + 1, PlannedRole };

  // REQUIRES: both outlive the model. It follows the document's selection.
  CandidateModel(ModelDocument& document, Measurements& measurements, QObject* parent = nullptr);

  TensorType typeAt(int row) const { return m_rows[static_cast<std::size_t>(row)].type; }
  int rowOf(TensorType type) const;  // -1 = not offered

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;

 private:
  struct Row {
    TensorType type = TensorType::F32;
    Bytes bytes;      // of the selection if this type is given to all that can have it
    int planned = 0;  // tensors that have it now
    int refused = 0;  // tensors that cannot have it
    QString whyNot;   // for the first of them
    // Of the selection together; nothing until every tensor that can have the type is measured.
    std::optional<double> sqnrDb;
    std::optional<double> signLost;
    bool sampled = false;
  };

  void rebuild();
  void refreshPlanned();
  void measured(TensorId tensor, TensorType type);
  void measureAll();
  Row makeRow(TensorType type) const;
  void measure(Row& row) const;
  QString missingFigure() const;
  QString display(const Row& row, int column) const;
  QVariant sortKey(const Row& row, int column) const;
  QString toolTip(const Row& row, int column) const;

  ModelDocument& m_document;
  Measurements& m_measurements;
  std::vector<Row> m_rows;
  Bytes m_bytesNow;  // of the selection
};

}  // namespace halftone::app
