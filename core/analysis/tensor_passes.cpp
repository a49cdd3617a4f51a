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
    m_parts.notFinite += row.size() - finite.size();
    m_parts.moments.add(finite);
    m_parts.blocks.addRow(row);
    if (!slab.decoded.empty()) m_parts.errors.addRow(row, slab.decodedRow(index), slab.importance);
  }
  m_parts.channels.add(slab);
  m_parts.outliers.add(slab);
}

void FirstPass::merge(const FirstPass& later) {
  m_parts.notFinite += later.m_parts.notFinite;
  m_parts.moments.merge(later.m_parts.moments);
  m_parts.errors.merge(later.m_parts.errors);
  m_parts.blocks.merge(later.m_parts.blocks);
  m_parts.channels.merge(later.m_parts.channels);
  m_parts.outliers.merge(later.m_parts.outliers);
}

AnalysisScale FirstPass::scale() const {
  return {std::sqrt(m_parts.moments.variance()), m_parts.errors.metrics().rmse,
          static_cast<double>(m_parts.channels.largest())};
}

SourceStatistics FirstPass::source() const {
  SourceStatistics source;
  source.values = m_parts.moments.count;
  source.notFinite = m_parts.notFinite;
  source.mean = m_parts.moments.mean;
  source.sigma = std::sqrt(m_parts.moments.variance());
  source.maxAbs = static_cast<double>(m_parts.channels.largest());
  source.kurtosis = m_parts.moments.excessKurtosis();
  if (source.sigma > 0)
    source.peak = source.maxAbs / source.sigma;
  else
    source.peak = source.maxAbs > 0 ? std::numeric_limits<double>::infinity() : 0.0;
  source.outlierRuledBlocks = m_parts.blocks.outlierRuledShare();
  source.blockVarianceGainDb = m_parts.blocks.varianceGainDb(m_parts.moments.variance());
  return source;
}

void TailCount::add(std::span<const float> values) {
  for (const float value : values)
    if (std::isfinite(value) && std::abs(static_cast<double>(value)) > limit) ++beyond;
}

SecondPass::SecondPass(const AnalysisScale& scale)
    : m_scale(scale),
      m_tail(scale.sigma),
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

void SecondPass::addCounts(const SecondPassCounts& counts) {
  m_tail.beyond += counts.beyond;
  m_errors.addCounts(counts.errors);
  m_weights.addCounts(counts.weights);
  m_decodedWeights.addCounts(counts.decodedWeights);
  m_signLoss.addCounts(counts.signLoss);
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
