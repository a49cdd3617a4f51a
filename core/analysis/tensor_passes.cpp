#include "core/analysis/tensor_passes.h"

#include <cmath>
#include <cstddef>
#include <limits>

#include "core/analysis/finite.h"

namespace halftone {

void FirstPass::add(const RowSlab& slab) {
  FinitePairs pairs;
  for (std::size_t index = 0; index < slab.rows(); ++index) {
    const std::span<const float> row = slab.sourceRow(index);
    const std::span<const float> finite = pairs.of(row, {}, {}).source;
    m_notFinite += row.size() - finite.size();
    m_moments.add(finite);
    m_blocks.addRow(row);
    if (!slab.decoded.empty()) m_errors.addRow(row, slab.decodedRow(index), slab.importance);
  }
  m_channels.add(slab);
  m_outliers.add(slab);
}

void FirstPass::merge(const FirstPass& later) {
  m_notFinite += later.m_notFinite;
  m_moments.merge(later.m_moments);
  m_errors.merge(later.m_errors);
  m_blocks.merge(later.m_blocks);
  m_channels.merge(later.m_channels);
  m_outliers.merge(later.m_outliers);
}

AnalysisScale FirstPass::scale() const {
  return {std::sqrt(m_moments.variance()), m_errors.metrics().rmse, static_cast<double>(m_channels.largest())};
}

SourceStatistics FirstPass::source() const {
  SourceStatistics source;
  source.values = m_moments.count;
  source.notFinite = m_notFinite;
  source.mean = m_moments.mean;
  source.sigma = std::sqrt(m_moments.variance());
  source.maxAbs = static_cast<double>(m_channels.largest());
  source.kurtosis = m_moments.excessKurtosis();
  if (source.sigma > 0)
    source.peak = source.maxAbs / source.sigma;
  else
    source.peak = source.maxAbs > 0 ? std::numeric_limits<double>::infinity() : 0.0;
  source.outlierRuledBlocks = m_blocks.outlierRuledShare();
  source.blockVarianceGainDb = m_blocks.varianceGainDb(m_moments.variance());
  return source;
}

void TailCount::add(std::span<const float> values) {
  for (const float value : values)
    if (std::isfinite(value) && std::abs(static_cast<double>(value)) > limit) ++beyond;
}

SecondPass::SecondPass(const AnalysisScale& scale)
    : m_tail(scale.sigma),
      m_errors(6 * scale.rmse),
      m_weights(scale.maxAbs),
      m_decodedWeights(scale.maxAbs),
      m_signLoss(scale.sigma) {}

void SecondPass::add(const RowSlab& slab) {
  m_tail.add(slab.source);
  m_weights.add(slab.source);
  if (slab.decoded.empty()) return;
  m_decodedWeights.add(slab.decoded);
  m_signLoss.add(slab.source, slab.decoded);
  m_errors.addDifferences(slab.source, slab.decoded);
}

void SecondPass::merge(const SecondPass& other) {
  m_tail.merge(other.m_tail);
  m_errors.merge(other.m_errors);
  m_weights.merge(other.m_weights);
  m_decodedWeights.merge(other.m_decodedWeights);
  m_signLoss.merge(other.m_signLoss);
}

SourceStatistics finishSource(const FirstPass& first, const TailCount& tail) {
  SourceStatistics source = first.source();
  if (source.values > 0) source.beyond6Sigma = static_cast<double>(tail.beyond) / static_cast<double>(source.values);
  return source;
}

TensorAnalysis finishAnalysis(const FirstPass& first, const SecondPass& second) {
  TensorAnalysis analysis;
  analysis.error = first.errors().metrics();
  analysis.source = finishSource(first, second.tail());
  analysis.errors = second.errors();
  analysis.weights = second.weights();
  analysis.decodedWeights = second.decodedWeights();
  analysis.signLoss = second.signLoss();
  analysis.columnPeaks = peaksOverMedian(first.channels().columns());
  analysis.rowPeaks = peaksOverMedian(first.channels().rows());
  analysis.peakRows.assign(first.channels().rowNumbers().begin(), first.channels().rowNumbers().end());
  analysis.outliers = first.outliers().sorted();
  return analysis;
}

}  // namespace halftone
