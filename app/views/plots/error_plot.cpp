#include "app/views/plots/error_plot.h"

#include <qcustomplot.h>

#include <cmath>
#include <numbers>

#include "app/models/numbers.h"
#include "app/views/plots/histogram_data.h"

namespace halftone::app {
namespace {

// Counts per bin that normally distributed errors of the same RMSE and mean 0 would have.
std::vector<double> normalCurve(const std::vector<double>& centers, double width, double rmse, std::uint64_t values) {
  std::vector<double> curve(centers.size());
  const double scale = static_cast<double>(values) * width / (rmse * std::sqrt(2 * std::numbers::pi));
  for (std::size_t i = 0; i < centers.size(); ++i) {
    const double z = centers[i] / rmse;
    curve[i] = scale * std::exp(-0.5 * z * z);
  }
  return curve;
}

}  // namespace

ErrorPlot::ErrorPlot(QWidget* parent) : PlotFrame(tr("Error"), parent) {
  m_errors = plot().addGraph();
  m_errors->setName(tr("errors"));
  m_errors->setLineStyle(QCPGraph::lsStepCenter);
  m_normal = plot().addGraph();
  m_normal->setName(tr("normal, same RMSE"));
  plot().xAxis->setLabel(tr("Error: weight − decoded weight"));
}

void ErrorPlot::setAnalysis(std::shared_ptr<const TensorAnalysis> analysis, const QString& subject) {
  setTitle(tr("Error of %1").arg(subject));
  const Histogram& errors = analysis->errors;
  if (analysis->error.rmse == 0 || errors.bins.empty() || !(errors.high > errors.low)) {
    showMessage(tr("Nothing is lost: every weight decodes to exactly what it was."));
    return;
  }
  const std::vector<double> centers = binCenters(errors);
  const std::vector<double> counts = binCounts(errors);
  const std::vector<double> normal =
      normalCurve(centers, binWidth(errors), analysis->error.rmse, analysis->error.values);
  fillGraph(*m_errors, centers, counts);
  fillGraph(*m_normal, centers, normal);
  plot().yAxis->setLabel(analysis->error.sampled ? tr("Weights per bin (sample)") : tr("Weights per bin"));
  setLogarithmic(false, true);
  const CountRange range = countRange({&counts, &normal}, true);
  PlotTable table;
  table.columns = {{tr("error"), PlotColumn::Kind::Value, centers},
                   {tr("weights"), PlotColumn::Kind::Count, counts},
                   {tr("normal"), PlotColumn::Kind::Count, normal}};
  showData(std::move(table), errors.low, errors.high, range.low, range.high);
}

void ErrorPlot::applyColors(const PlotColors& colors) {
  m_errors->setPen(QPen(colors.second, 1));
  m_errors->setBrush(blend(colors.second, colors.background, 0.35));
  QPen dashed(colors.text, 1.4);
  dashed.setDashPattern({5, 3});
  m_normal->setPen(dashed);
}

}  // namespace halftone::app
