#include "app/views/plots/channel_plot.h"

#include <qcustomplot.h>

#include <algorithm>

#include "app/views/plots/histogram_data.h"

namespace halftone::app {

ChannelPlot::ChannelPlot(QWidget* parent) : PlotFrame(tr("Channel peaks"), parent) {
  m_peaks = plot().addGraph();
  m_peaks->setLineStyle(QCPGraph::lsImpulse);
  m_median = plot().addGraph();
  m_median->setName(tr("median = 1"));
  plot().yAxis->setLabel(tr("max |x| / median"));
}

void ChannelPlot::setAnalysis(std::shared_ptr<const TensorAnalysis> analysis, const QString& subject) {
  m_analysis = std::move(analysis);
  m_subject = subject;
  fill();
}

void ChannelPlot::setChannels(Channels channels) {
  m_channels = channels;
  fill();
}

void ChannelPlot::fill() {
  if (!m_analysis) return;
  const bool columns = m_channels == Channels::Columns;
  const std::vector<double>& peaks = columns ? m_analysis->columnPeaks : m_analysis->rowPeaks;
  setTitle(columns ? tr("Column peaks of %1").arg(m_subject) : tr("Row peaks of %1").arg(m_subject));
  if (peaks.empty()) return showMessage(tr("This tensor has too many of them to keep a peak for each."));
  const double top = *std::max_element(peaks.begin(), peaks.end());
  if (top <= 0) return showMessage(tr("This tensor has no weights other than zero, so no channel stands out."));
  // In a sample not every row is there.
  const std::vector<std::uint64_t>& rows = m_analysis->peakRows;
  std::vector<double> numbers(peaks.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<double>(columns ? i : rows[i]);
  const double last = numbers.back();
  const double margin = std::max(0.5, 0.01 * last);
  fillGraph(*m_peaks, numbers, peaks);
  fillGraph(*m_median, {-margin, last + margin}, {1, 1});
  m_peaks->setName(columns ? tr("peak of a column") : tr("peak of a row"));
  plot().xAxis->setLabel(columns ? tr("Column (input channel)") : tr("Row (output channel)"));
  PlotTable table;
  table.columns = {{columns ? tr("column") : tr("row"), PlotColumn::Kind::Count, numbers},
                   {tr("peak"), PlotColumn::Kind::Ratio, peaks}};
  showData(std::move(table), -margin, last + margin, 0, std::max(1.5, top * 1.08));
}

void ChannelPlot::applyColors(const PlotColors& colors) {
  m_peaks->setPen(QPen(colors.first, 1.2));
  QPen dashed(colors.text, 1);
  dashed.setDashPattern({5, 3});
  m_median->setPen(dashed);
}

}  // namespace halftone::app
