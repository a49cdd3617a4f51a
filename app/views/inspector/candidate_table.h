// CandidateTable: the candidate types, sortable; a click or Enter chooses one.
// Thread-safety: GUI thread only.
#pragma once

#include <QSortFilterProxyModel>
#include <QTableView>
#include <array>

#include "app/models/candidate_model.h"

namespace halftone::app {

class CandidateTable : public QTableView {
  Q_OBJECT

 public:
  // REQUIRES: the model outlives the table.
  explicit CandidateTable(CandidateModel& model, QWidget* parent = nullptr);

 signals:
  void chosen(halftone::TensorType type);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void choose(const QModelIndex& index);
  void measureColumns();
  void fitColumns();
  void showPlanned();

  CandidateModel& m_model;
  QSortFilterProxyModel m_sorted;
  std::array<int, CandidateModel::ColumnCount> m_widths{};  // the least that each column needs
};

}  // namespace halftone::app
