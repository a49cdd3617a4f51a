#include "app/views/plots/weights_plot.h"

#include <qcustomplot.h>

#include <algorithm>

#include "app/models/numbers.h"
#include "app/views/plots/histogram_data.h"

namespace halftone::app {
namespace {

constexpr std::array<double, 6> kMarks = {-6, -3, -1, 1, 3, 6};  // in standard deviations

}  // namespace

WeightsPlot::WeightsPlot(QWidget* parent) : PlotFrame(tr("Weights"), parent) {
  m_source = plot().addGraph();
  m_source->setName(tr("source"));
  m_decoded = plot().addGraph();
  m_decoded->setName(tr("decoded"));
  for (QCPGraph* graph : {m_source, m_decoded}) graph->setLineStyle(QCPGraph::lsStepCenter);
  plot().xAxis->setLabel(tr("Weight"));
  for (std::size_t i = 0; i < m_marks.size(); ++i) {
    m_marks[i].line = new QCPItemStraightLine(&plot());
    m_marks[i].label = new QCPItemText(&plot());
    QCPItemText& label = *m_marks[i].label;
    label.position->setTypeX(QCPItemPosition::ptPlotCoords);
    label.position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    label.setPositionAlignment((kMarks[i] < 0 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignTop);
    label.setPadding(QMargins(3, 0, 3, 0));
    label.setText(tr("%1σ").arg(QString::number(std::abs(kMarks[i]))));
  }
  m_logarithmic = new QAction(tr("Logarithmic counts"), this);
  m_logarithmic->setCheckable(true);
  m_logarithmic->setChecked(true);
  m_logarithmic->setShortcut(Qt::Key_L);
  m_logarithmic->setShortcutContext(Qt::WidgetShortcut);
  connect(m_logarithmic, &QAction::toggled, this, &WeightsPlot::fill);
  addPlotAction(m_logarithmic);
}

void WeightsPlot::setAnalysis(std::shared_ptr<const TensorAnalysis> analysis, const QString& subject) {
  m_analysis = std::move(analysis);
  setTitle(tr("Weights of %1").arg(subject));
  fill();
}

void WeightsPlot::fill() {
  if (!m_analysis) return;
  const Histogram& source = m_analysis->weights;
  const Histogram& decoded = m_analysis->decodedWeights;
  if (source.bins.empty() || !(source.high > source.low)) {
    showMessage(tr("Every weight of this tensor is zero, so there is no spread to draw."));
    return;
  }
  const bool logarithmic = m_logarithmic->isChecked();
  const std::vector<double> centers = binCenters(source);
  const std::vector<double> sourceCounts = binCounts(source);
  const std::vector<double> decodedCounts = binCounts(decoded);
  fillGraph(*m_source, centers, sourceCounts);
  fillGraph(*m_decoded, centers, decodedCounts);
  markSigma(m_analysis->source.sigma, std::max(-source.low, source.high));
  plot().yAxis->setLabel(m_analysis->error.sampled ? tr("Weights per bin (sample)") : tr("Weights per bin"));
  setLogarithmic(false, logarithmic);
  const CountRange range = countRange({&sourceCounts, &decodedCounts}, logarithmic);
  PlotTable table;
  table.columns = {{tr("weight"), PlotColumn::Kind::Value, centers},
                   {tr("source"), PlotColumn::Kind::Count, sourceCounts},
                   {tr("decoded"), PlotColumn::Kind::Count, decodedCounts}};
  showData(std::move(table), source.low, source.high, range.low, range.high);
}

void WeightsPlot::markSigma(double sigma, double limit) {
  for (std::size_t i = 0; i < m_marks.size(); ++i) {
    const double x = kMarks[i] * sigma;
    const bool shown = sigma > 0 && std::abs(x) < limit;
    m_marks[i].line->setVisible(shown);
    m_marks[i].label->setVisible(shown);
    m_marks[i].line->point1->setCoords(x, 1);
    m_marks[i].line->point2->setCoords(x, 2);
    // Staggered, because one and three σ are close where outliers stretch the axis.
    const double row = std::abs(kMarks[i]) > 3 ? 0.0 : std::abs(kMarks[i]) > 1 ? 0.08 : 0.16;
    m_marks[i].label->position->setCoords(x, row);
  }
}

void WeightsPlot::applyColors(const PlotColors& colors) {
  m_source->setPen(QPen(colors.first, 1));
  m_source->setBrush(blend(colors.first, colors.background, 0.35));
  QPen dashed(colors.second, 1.4);
  dashed.setDashPattern({4, 2});
  m_decoded->setPen(dashed);
  for (Mark& mark : m_marks) {
    mark.line->setPen(QPen(colors.axis, 1, Qt::DotLine));
    mark.label->setColor(colors.text);
    mark.label->setBrush(colors.background);
    mark.label->setFont(font());
  }
}

}  // namespace halftone::app
