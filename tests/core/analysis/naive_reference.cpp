#include "tests/core/analysis/naive_reference.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace halftone::test {
namespace {

using Real = long double;

ErrorMetrics naiveErrors(const Matrix& m) {
  Real e1 = 0, e2 = 0, x2 = 0, y2 = 0, xy = 0, we = 0, wx = 0, largest = 0, lostEnergy = 0;
  Real nonZero = 0, lost = 0, flipped = 0;
  for (std::size_t i = 0; i < m.source.size(); ++i) {
    const Real x = m.source[i], y = m.decoded[i], e = x - y;
    const Real w = m.importance.empty() ? 1 : m.importance[i % m.columns];
    e1 += e, e2 += e * e, x2 += x * x, y2 += y * y, xy += x * y, we += w * e * e, wx += w * x * x;
    largest = std::max(largest, std::abs(e));
    if (x != 0) nonZero += 1;
    if (x != 0 && y == 0) lost += 1, lostEnergy += x * x;
    if (x * y < 0) flipped += 1;
  }
  const Real n = static_cast<Real>(m.source.size());
  ErrorMetrics metrics;
  metrics.values = m.source.size();
  metrics.mse = static_cast<double>(e2 / n);
  metrics.rmse = static_cast<double>(std::sqrt(e2 / n));
  metrics.relativeMse = static_cast<double>(e2 / x2);
  metrics.weightedRelativeMse = static_cast<double>(we / wx);
  metrics.sqnrDb = static_cast<double>(-10 * std::log10(e2 / x2));
  metrics.cosine = static_cast<double>(xy / std::sqrt(x2 * y2));
  metrics.maxError = static_cast<double>(largest);
  metrics.bias = static_cast<double>(e1 / n);
  metrics.signLost = static_cast<double>(lost / nonZero);
  metrics.signLostEnergy = static_cast<double>(lostEnergy / x2);
  metrics.signFlipped = static_cast<double>(flipped / nonZero);
  return metrics;
}

// Share of blocks of 32 ruled by an outlier, and Σ n·ln(variance) / Σ n over blocks.
std::pair<double, Real> naiveBlocks(const Matrix& m) {
  Real blocks = 0, ruled = 0, logs = 0, counted = 0;
  for (std::size_t row = 0; row < m.rows; ++row) {
    for (std::size_t first = 0; first < m.columns; first += 32) {
      const std::size_t length = std::min<std::size_t>(32, m.columns - first);
      const float* block = m.source.data() + row * m.columns + first;
      Real largest = 0, mean = 0, variance = 0;
      for (std::size_t i = 0; i < length; ++i) largest = std::max(largest, std::abs(Real{block[i]}));
      for (std::size_t i = 0; i < length; ++i) mean += Real{block[i]} / static_cast<Real>(length);
      std::size_t nonZero = 0, toZero = 0;
      for (std::size_t i = 0; i < length; ++i) {
        variance += (block[i] - mean) * (block[i] - mean) / static_cast<Real>(length);
        if (block[i] == 0) continue;
        ++nonZero;
        if (std::round(block[i] / (largest / 7)) == 0) ++toZero;
      }
      blocks += 1;
      if (2 * toZero > nonZero) ruled += 1;
      if (variance > 0) logs += static_cast<Real>(length) * std::log(variance), counted += static_cast<Real>(length);
    }
  }
  return {static_cast<double>(ruled / blocks), counted == 0 ? 0 : logs / counted};
}

SourceStatistics naiveSource(const Matrix& m) {
  const Real n = static_cast<Real>(m.source.size());
  Real mean = 0, m2 = 0, m4 = 0, largest = 0, beyond = 0;
  for (const float x : m.source) mean += x;
  mean /= n;
  for (const float x : m.source) {
    const Real d = x - mean;
    m2 += d * d, m4 += d * d * d * d, largest = std::max(largest, std::abs(Real{x}));
  }
  const Real sigma = std::sqrt(m2 / n);
  for (const float x : m.source) beyond += std::abs(x) > 6 * sigma ? 1 : 0;
  const auto [ruled, meanLog] = naiveBlocks(m);
  SourceStatistics source;
  source.values = m.source.size();
  source.mean = static_cast<double>(mean);
  source.sigma = static_cast<double>(sigma);
  source.maxAbs = static_cast<double>(largest);
  source.kurtosis = static_cast<double>((m4 / n) / ((m2 / n) * (m2 / n)) - 3);
  source.peak = static_cast<double>(largest / sigma);
  source.beyond6Sigma = static_cast<double>(beyond / n);
  source.outlierRuledBlocks = ruled;
  source.blockVarianceGainDb =
      static_cast<double>(std::max(Real{0}, 10 * (std::log(m2 / n) - meanLog) / std::log(Real{10})));
  return source;
}

Histogram naiveHistogram(const std::vector<double>& values, double reach) {
  Histogram histogram{-reach, reach, std::vector<std::uint64_t>(256), 0, 0};
  for (const double value : values) {
    if (value < -reach)
      ++histogram.below;
    else if (value > reach)
      ++histogram.above;
    else
      ++histogram.bins[std::min<std::size_t>(255, static_cast<std::size_t>((value + reach) / (2 * reach) * 256))];
  }
  return histogram;
}

SignLossBySize naiveSignLoss(const Matrix& m, double sigma) {
  SignLossBySize counts;
  for (std::size_t i = 0; i < m.source.size(); ++i) {
    const double x = m.source[i], y = m.decoded[i];
    if (x == 0) continue;
    const double bin = std::floor((std::log10(std::abs(x) / sigma) + 3) * 6);
    const std::size_t index = static_cast<std::size_t>(std::clamp(bin, 0.0, 23.0));
    ++counts.nonZero[index];
    if (y == 0) ++counts.lost[index];
    if (x * y < 0) ++counts.flipped[index];
  }
  return counts;
}

std::vector<double> overMedian(std::vector<double> maxima) {
  std::vector<double> sorted = maxima;
  std::sort(sorted.begin(), sorted.end());
  const std::size_t half = sorted.size() / 2;
  const double median = sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  for (double& maximum : maxima) maximum /= median;
  return maxima;
}

void naiveChannels(const Matrix& m, TensorAnalysis& analysis) {
  analysis.columnPeaks.assign(m.columns, 0);
  analysis.rowPeaks.assign(m.rows, 0);
  for (std::size_t i = 0; i < m.source.size(); ++i) {
    const double size = std::abs(m.source[i]);
    double& column = analysis.columnPeaks[i % m.columns];
    double& row = analysis.rowPeaks[i / m.columns];
    column = std::max(column, size), row = std::max(row, size);
    analysis.outliers.push_back({i / m.columns, i % m.columns, m.source[i], m.decoded[i]});
  }
  analysis.columnPeaks = overMedian(analysis.columnPeaks);
  analysis.rowPeaks = overMedian(analysis.rowPeaks);
  for (std::size_t row = 0; row < m.rows; ++row) analysis.peakRows.push_back(row);
  std::stable_sort(analysis.outliers.begin(), analysis.outliers.end(),
                   [](const Outlier& a, const Outlier& b) { return std::abs(a.value) > std::abs(b.value); });
  analysis.outliers.resize(std::min<std::size_t>(64, analysis.outliers.size()));
}

}  // namespace

TensorAnalysis naiveAnalysis(const Matrix& matrix) {
  TensorAnalysis analysis;
  analysis.error = naiveErrors(matrix);
  analysis.source = naiveSource(matrix);
  std::vector<double> errors, weights, decoded;
  for (std::size_t i = 0; i < matrix.source.size(); ++i) {
    weights.push_back(matrix.source[i]);
    decoded.push_back(matrix.decoded[i]);
    errors.push_back(weights.back() - decoded.back());
  }
  analysis.errors = naiveHistogram(errors, 6 * analysis.error.rmse);
  analysis.weights = naiveHistogram(weights, analysis.source.maxAbs);
  analysis.decodedWeights = naiveHistogram(decoded, analysis.source.maxAbs);
  analysis.signLoss = naiveSignLoss(matrix, analysis.source.sigma);
  naiveChannels(matrix, analysis);
  return analysis;
}

TensorAnalysis streamedAnalysis(const Matrix& matrix, const std::vector<std::size_t>& cuts) {
  const std::span<const float> source(matrix.source);
  const std::span<const float> decoded(matrix.decoded);
  std::vector<RowSlab> slabs;
  for (std::size_t part = 0; part < cuts.size(); ++part) {
    const std::size_t end = part + 1 < cuts.size() ? cuts[part + 1] : matrix.rows;
    const std::size_t from = cuts[part] * matrix.columns;
    const std::size_t count = (end - cuts[part]) * matrix.columns;
    slabs.push_back({cuts[part], 0, matrix.columns, source.subspan(from, count),
                     decoded.empty() ? decoded : decoded.subspan(from, count), matrix.importance});
  }
  FirstPass first;
  for (const RowSlab& slab : slabs) {
    FirstPass part;
    part.add(slab);
    first.merge(part);
  }
  SecondPass second(first.scale());
  for (auto slab = slabs.rbegin(); slab != slabs.rend(); ++slab) {
    SecondPass part(first.scale());
    part.add(*slab);
    second.merge(part);
  }
  return finishAnalysis(first, second);
}

}  // namespace halftone::test
