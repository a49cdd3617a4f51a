#include "app/views/inspector/candidate_table.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QStyle>
#include <numeric>

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
  connect(&m_sorted, &QAbstractItemModel::modelReset, this, [this] {
    fitColumns();
    showPlanned();
  });
  measureColumns();
}

void CandidateTable::changeEvent(QEvent* event) {
  QTableView::changeEvent(event);
  if (event->type() != QEvent::FontChange && event->type() != QEvent::StyleChange) return;
  measureColumns();
  fitColumns();
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

// The least widths are what each column shows at most, so that figures neither jump nor are cut while they are
// measured.
void CandidateTable::measureColumns() {
  QFont bold = font();
  bold.setBold(true);  // as the planned type is written
  const QFontMetrics metrics(bold);
  const std::array<QString, CandidateModel::ColumnCount> widest = {
      QStringLiteral("● iq3_xxs"), QStringLiteral("16.00"),     QStringLiteral("99.9 MB"),
      QStringLiteral("+99.9 MB"),  QStringLiteral("≈ 99.9 dB"), QStringLiteral("≈ 0.055 %")};
  int total = 0;
  for (int column = 0; column < CandidateModel::ColumnCount; ++column) {
    const auto i = static_cast<std::size_t>(column);
    const QString title = m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    m_widths[i] = std::max(metrics.horizontalAdvance(widest[i]) + 6, fontMetrics().horizontalAdvance(title) + 12);
    total += m_widths[i];
  }
  setMinimumWidth(total + 2 * frameWidth() + style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this));
}

void CandidateTable::fitColumns() {
  const int needed = std::accumulate(m_widths.begin(), m_widths.end(), 0);
  const int spare = std::max(0, viewport()->width() - needed);
  for (int column = 0; column < CandidateModel::ColumnCount; ++column)
    setColumnWidth(column, m_widths[static_cast<std::size_t>(column)] + spare / CandidateModel::ColumnCount);
}

// What is planned is where one starts to compare.
void CandidateTable::showPlanned() {
  for (int row = 0; row < m_sorted.rowCount(); ++row) {
    const QModelIndex index = m_sorted.index(row, CandidateModel::Type);
    if (!index.data(CandidateModel::PlannedRole).toBool()) continue;
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    scrollTo(index, PositionAtCenter);
    return;
  }
}

}  // namespace halftone::app
