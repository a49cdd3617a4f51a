#include "app/views/inspector/outlier_view.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QSortFilterProxyModel>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>

#include "app/models/numbers.h"
#include "app/views/inspector/table_copy.h"
#include "app/views/plots/channel_plot.h"

namespace halftone::app {
namespace {

enum Page { Columns, Rows, Largest };

// What the statistics mean for the encoding.
QString inWords(const SourceStatistics& source) {
  const QString kurtosis = valueText(source.kurtosis);
  QString text =
      OutlierView::tr(
          "The largest weight is %1 σ; %2 of the weights lie beyond 6 σ. Excess kurtosis %3 "
          "(0 = normally spread).")
          .arg(QLocale().toString(source.peak, 'f', 1), percentText(source.beyond6Sigma, source.sampled), kurtosis);
  text += QLatin1Char(' ');
  if (source.outlierRuledBlocks == 0)
    text += OutlierView::tr("No block of 32 is ruled by one outlier.");
  else
    text += OutlierView::tr(
                "In %1 of the blocks of 32 one outlier rules: with one 4-bit scale most of the others "
                "would become 0.")
                .arg(percentText(source.outlierRuledBlocks, source.sampled));
  return text;
}

}  // namespace

OutlierView::OutlierView(QWidget* parent)
    : QWidget(parent),
      m_words(new QLabel(this)),
      m_chooser(new QComboBox(this)),
      m_plot(new ChannelPlot(this)),
      m_table(new QTableView(this)),
      m_pages(new QStackedLayout) {
  m_words->setWordWrap(true);
  m_words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_chooser->addItems({tr("Peaks per column"), tr("Peaks per row"), tr("Largest weights")});
  m_chooser->setAccessibleName(tr("What to show of the outliers"));
  auto* sorted = new QSortFilterProxyModel(this);
  sorted->setSourceModel(&m_model);
  sorted->setSortRole(OutlierModel::SortRole);
  m_table->setModel(sorted);
  m_table->setSortingEnabled(true);
  m_table->sortByColumn(OutlierModel::Value, Qt::DescendingOrder);
  m_table->setAccessibleName(tr("Largest weights"));
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setAlternatingRowColors(true);
  m_table->setShowGrid(false);
  m_table->setTabKeyNavigation(false);
  m_table->verticalHeader()->hide();
  m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
  m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  for (const int column : {OutlierModel::Row, OutlierModel::ColumnNumber})
    m_table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
  addCopyAction(*m_table);
  m_pages->addWidget(m_plot);
  m_pages->addWidget(m_table);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 8);
  layout->addWidget(m_chooser, 0, Qt::AlignLeft);
  layout->addLayout(m_pages, 1);
  layout->addWidget(m_words);
  connect(m_chooser, &QComboBox::currentIndexChanged, this, &OutlierView::choosePage);
  showMessage(tr("Nothing is selected."));
}

void OutlierView::choosePage(int page) {
  m_pages->setCurrentWidget(page == Largest ? static_cast<QWidget*>(m_table) : m_plot);
  if (page != Largest) m_plot->setChannels(page == Rows ? ChannelPlot::Channels::Rows : ChannelPlot::Channels::Columns);
}

void OutlierView::setAnalysis(std::shared_ptr<const TensorAnalysis> analysis, const QString& subject) {
  m_words->setText(inWords(analysis->source));
  m_model.setOutliers(analysis->outliers);
  m_plot->setAnalysis(std::move(analysis), subject);
  m_chooser->setEnabled(true);
  choosePage(m_chooser->currentIndex());
}

void OutlierView::showMessage(const QString& message) {
  m_words->clear();
  m_model.setOutliers({});
  m_chooser->setEnabled(false);
  m_pages->setCurrentWidget(m_plot);
  m_plot->setTitle(QString());
  m_plot->showMessage(message);
}

void OutlierView::showProgress(const QString& message, double fraction) {
  showMessage(message);
  m_plot->showProgress(message, fraction);
}

}  // namespace halftone::app
