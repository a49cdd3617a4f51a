#include "tests/app/views/view_test_support.h"

#include <QApplication>
#include <QDir>
#include <algorithm>
#include <cmath>
#include <random>

namespace halftone::app::test {
namespace {

constexpr std::size_t kRows = 64;
constexpr std::size_t kColumns = 256;
constexpr std::size_t kBlock = 32;

std::vector<double> makeWeights() {
  std::mt19937 random(7);
  std::normal_distribution<double> normal(0.0, 0.05);
  std::vector<double> weights(kRows * kColumns);
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = normal(random) * (i % kColumns == 37 ? 9 : 1);
  return weights;
}

std::vector<double> roundToFourBits(const std::vector<double>& weights) {
  std::vector<double> decoded(weights.size());
  for (std::size_t start = 0; start < weights.size(); start += kBlock) {
    double largest = 0;
    for (std::size_t i = start; i < start + kBlock; ++i) largest = std::max(largest, std::abs(weights[i]));
    const double step = largest / 7;
    for (std::size_t i = start; i < start + kBlock; ++i) decoded[i] = step * std::round(weights[i] / step);
  }
  return decoded;
}

Histogram histogram(const std::vector<double>& values, double limit) {
  Histogram result;
  result.low = -limit;
  result.high = limit;
  result.bins.resize(256);
  for (const double value : values) {
    if (value < -limit) ++result.below;
    if (value > limit) ++result.above;
    if (std::abs(value) > limit) continue;
    const auto bin = static_cast<std::size_t>((value + limit) / (2 * limit) * 256);
    ++result.bins[std::min<std::size_t>(bin, 255)];
  }
  return result;
}

void fillSignLoss(TensorAnalysis& analysis, const std::vector<double>& x, const std::vector<double>& y) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double size = std::log10(std::abs(x[i]) / analysis.source.sigma / 1e-3) / 4 * SignLossBySize::kBins;
    const auto bin = static_cast<std::size_t>(std::clamp(size, 0.0, SignLossBySize::kBins - 1.0));
    ++analysis.signLoss.nonZero[bin];
    if (y[i] == 0) ++analysis.signLoss.lost[bin];
  }
}

void fillPeaks(TensorAnalysis& analysis, const std::vector<double>& x) {
  analysis.columnPeaks.assign(kColumns, 0);
  analysis.rowPeaks.assign(kRows, 0);
  for (std::size_t row = 0; row < kRows; ++row) analysis.peakRows.push_back(row);
  for (std::size_t i = 0; i < x.size(); ++i) {
    analysis.columnPeaks[i % kColumns] = std::max(analysis.columnPeaks[i % kColumns], std::abs(x[i]));
    analysis.rowPeaks[i / kColumns] = std::max(analysis.rowPeaks[i / kColumns], std::abs(x[i]));
  }
  for (std::vector<double>* peaks : {&analysis.columnPeaks, &analysis.rowPeaks}) {
    std::vector<double> sorted = *peaks;
    std::sort(sorted.begin(), sorted.end());
    const double median = sorted[sorted.size() / 2];
    for (double& peak : *peaks) peak /= median;
  }
}

void fillOutliers(TensorAnalysis& analysis, const std::vector<double>& x, const std::vector<double>& y) {
  for (std::size_t i = 0; i < x.size(); ++i)
    analysis.outliers.push_back({i / kColumns, i % kColumns, static_cast<float>(x[i]), static_cast<float>(y[i])});
  std::sort(analysis.outliers.begin(), analysis.outliers.end(),
            [](const Outlier& a, const Outlier& b) { return std::abs(a.value) > std::abs(b.value); });
  analysis.outliers.resize(64);
}

}  // namespace

std::shared_ptr<const TensorAnalysis> madeUpAnalysis(bool sampled) {
  const std::vector<double> x = makeWeights();
  const std::vector<double> y = roundToFourBits(x);
  auto analysis = std::make_shared<TensorAnalysis>();
  std::vector<double> e(x.size());
  double squares = 0, errors = 0, lost = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    e[i] = x[i] - y[i];
    squares += x[i] * x[i];
    errors += e[i] * e[i];
    lost += y[i] == 0 ? 1 : 0;
    analysis->error.maxError = std::max(analysis->error.maxError, std::abs(e[i]));
    analysis->source.maxAbs = std::max(analysis->source.maxAbs, std::abs(x[i]));
  }
  const double count = static_cast<double>(x.size());
  analysis->error.values = analysis->source.values = x.size();
  analysis->error.rmse = std::sqrt(errors / count);
  analysis->error.relativeMse = errors / squares;
  analysis->error.sqnrDb = -10 * std::log10(errors / squares);
  analysis->error.cosine = 0.9981;
  analysis->error.signLost = lost / count;
  analysis->error.signLostEnergy = 0.004;
  analysis->error.sampled = analysis->source.sampled = sampled;
  analysis->source.sigma = std::sqrt(squares / count);
  analysis->source.peak = analysis->source.maxAbs / analysis->source.sigma;
  analysis->source.kurtosis = 31.4;
  analysis->source.beyond6Sigma = 0.0021;
  analysis->source.outlierRuledBlocks = 0.083;
  analysis->errors = histogram(e, 6 * analysis->error.rmse);
  analysis->weights = histogram(x, analysis->source.maxAbs);
  analysis->decodedWeights = histogram(y, analysis->source.maxAbs);
  fillSignLoss(*analysis, x, y);
  fillPeaks(*analysis, x);
  fillOutliers(*analysis, x, y);
  return analysis;
}

QPalette darkPalette() {
  QPalette palette;
  const QColor window(0x2b, 0x2b, 0x2e), base(0x1e, 0x1e, 0x21), text(0xe6, 0xe6, 0xe6);
  for (const QPalette::ColorGroup group : {QPalette::Active, QPalette::Inactive}) {
    palette.setColor(group, QPalette::Window, window);
    palette.setColor(group, QPalette::Base, base);
    palette.setColor(group, QPalette::AlternateBase, window);
    palette.setColor(group, QPalette::Button, window);
    palette.setColor(group, QPalette::WindowText, text);
    palette.setColor(group, QPalette::Text, text);
    palette.setColor(group, QPalette::ButtonText, text);
    palette.setColor(group, QPalette::PlaceholderText, QColor(0x9a, 0x9e, 0xa3));
  }
  return palette;
}

DarkTheme::DarkTheme() : m_before(QApplication::palette()) {
  QApplication::setPalette(darkPalette());
  QCoreApplication::processEvents();  // widgets hear of it in the next turn
}

DarkTheme::~DarkTheme() { QApplication::setPalette(m_before); }

void screenshot(QWidget& widget, const QString& name) {
  const QString folder = qEnvironmentVariable("HALFTONE_SCREENSHOTS");
  widget.show();
  QCoreApplication::processEvents();
  if (folder.isEmpty()) return;
  QDir().mkpath(folder);
  widget.grab().save(folder + QLatin1Char('/') + name + QStringLiteral(".png"));
}

}  // namespace halftone::app::test
