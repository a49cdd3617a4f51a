#include "app/views/inspector/candidate_table.h"

#include <QHeaderView>
#include <QKeyEvent>

#include "app/views/inspector/table_copy.h"

namespace halftone::app {

CandidateTable::CandidateTable(CandidateModel& model, QWidget* parent) : QTableView(parent), m_model(model) {
  m_sorted.setSourceModel(&model);
  m_sorted.setSortRole(CandidateModel::SortRole);
  setModel(&m_sorted);
  setAccessibleName(tr("Candidate types"));
  setSortingEnabled(true);
  sortByColumn(CandidateModel::Bits, Qt::AscendingOrder);
  setSelectionBehavior(SelectRows);
  setSelectionMode(SingleSelection);
  setAlternatingRowColors(true);
  setShowGrid(false);
  setWordWrap(false);
  setTabKeyNavigation(false);
  setHorizontalScrollMode(ScrollPerPixel);
  verticalHeader()->hide();
  verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
  horizontalHeader()->setHighlightSections(false);
  horizontalHeader()->setMinimumSectionSize(36);
  horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  addCopyAction(*this);
  connect(this, &QTableView::clicked, this, &CandidateTable::choose);
  connect(&m_sorted, &QAbstractItemModel::modelReset, this, &CandidateTable::fitColumns);
}

void CandidateTable::choose(const QModelIndex& index) {
  if (!index.isValid() || !index.flags().testFlag(Qt::ItemIsEnabled)) return;
  emit chosen(m_model.typeAt(m_sorted.mapToSource(index).row()));
}

void CandidateTable::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return choose(currentIndex());
  QTableView::keyPressEvent(event);
}

void CandidateTable::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  fitColumns();
}

// Shares the width by what each column has to show at most, so that figures do not jump while they are measured.
void CandidateTable::fitColumns() {
  const QFontMetrics metrics(font());
  const std::array<QString, CandidateModel::ColumnCount> widest = {
      QStringLiteral("● iq3_xxs"), QStringLiteral("16.00"),     QStringLiteral("999 MB"),
      QStringLiteral("+99.9 MB"),  QStringLiteral("≈ 99.9 dB"), QStringLiteral("≈ 9.99 %")};
  std::array<int, CandidateModel::ColumnCount> widths{};
  int total = 0;
  for (int column = 0; column < CandidateModel::ColumnCount; ++column) {
    const auto i = static_cast<std::size_t>(column);
    const QString title = m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    widths[i] = std::max(metrics.horizontalAdvance(widest[i]), metrics.horizontalAdvance(title) + 6) + 10;
    total += widths[i];
  }
  const int spare = std::max(0, viewport()->width() - total);
  for (int column = 0; column < CandidateModel::ColumnCount; ++column)
    setColumnWidth(column, widths[static_cast<std::size_t>(column)] + spare / CandidateModel::ColumnCount);
}

}  // namespace halftone::app
