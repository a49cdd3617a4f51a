#include "app/views/plots/sign_loss_plot.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/views/plots/histogram_data.h"

namespace halftone::app {
namespace {

// As it is drawn, on a logarithmic axis.
double binCenter(std::size_t bin) { return std::sqrt(SignLossBySize::edge(bin) * SignLossBySize::edge(bin + 1)); }

// Shares of the non-zero weights of each bin; NaN (a gap) where a bin has none.
std::vector<double> shares(const std::array<std::uint64_t, SignLossBySize::kBins>& counts,
                           const std::array<std::uint64_t, SignLossBySize::kBins>& nonZero) {
  std::vector<double> values(counts.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < counts.size(); ++i)
    if (nonZero[i] > 0) values[i] = static_cast<double>(counts[i]) / static_cast<double>(nonZero[i]);
  return values;
}

std::vector<double> inPercent(std::vector<double> values) {
  for (double& value : values) value *= 100;
  return values;
}

double largest(const std::vector<double>& values) {
  double most = 0;
  for (const double value : values)
    if (value > most) most = value;
  return most;
}

}  // namespace

SignLossPlot::SignLossPlot(QWidget* parent) : PlotFrame(tr("Sign loss"), parent) {
  m_lost = plot().addGraph();
  m_lost->setName(tr("became 0"));
  m_flipped = plot().addGraph();
  m_flipped->setName(tr("changed sign"));
  plot().xAxis->setLabel(tr("Size of the weight: |x| / σ"));
  plot().yAxis->setLabel(tr("Share of weights (%)"));
}

void SignLossPlot::setAnalysis(std::shared_ptr<const TensorAnalysis> analysis, const QString& subject) {
  setTitle(tr("Sign loss of %1").arg(subject));
  const SignLossBySize& loss = analysis->signLoss;
  if (std::all_of(loss.nonZero.begin(), loss.nonZero.end(), [](std::uint64_t count) { return count == 0; })) {
    showMessage(tr("Every weight of this tensor is zero: there are no signs to lose."));
    return;
  }
  std::vector<double> sizes(SignLossBySize::kBins);
  std::vector<double> nonZero(SignLossBySize::kBins);
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    sizes[i] = binCenter(i);
    nonZero[i] = static_cast<double>(loss.nonZero[i]);
  }
  const std::vector<double> lost = shares(loss.lost, loss.nonZero);
  const std::vector<double> flipped = shares(loss.flipped, loss.nonZero);
  fillGraph(*m_lost, sizes, inPercent(lost));
  fillGraph(*m_flipped, sizes, inPercent(flipped));
  setLogarithmic(true, false);
  const double top = std::max(0.01, std::max(largest(lost), largest(flipped)));
  PlotTable table;
  table.columns = {{tr("|x| / σ"), PlotColumn::Kind::Value, sizes},
                   {tr("became 0"), PlotColumn::Kind::Share, lost},
                   {tr("changed sign"), PlotColumn::Kind::Share, flipped},
                   {tr("of weights"), PlotColumn::Kind::Count, nonZero}};
  showData(std::move(table), SignLossBySize::edge(0), SignLossBySize::edge(SignLossBySize::kBins), 0, top * 108);
}

void SignLossPlot::applyColors(const PlotColors& colors) {
  m_lost->setPen(QPen(colors.second, 1.6));
  m_lost->setBrush(blend(colors.second, colors.background, 0.18));
  m_lost->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(colors.second), QBrush(colors.second), 6));
  QPen dashed(colors.first, 1.6);
  dashed.setDashPattern({5, 3});
  m_flipped->setPen(dashed);
  m_flipped->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssTriangle, QPen(colors.first, 1.2), Qt::NoBrush, 7));
}

}  // namespace halftone::app
