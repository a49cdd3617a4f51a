#include "core/analysis/histograms.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace halftone {

HistogramCounter::HistogramCounter(double reach) {
  m_histogram.low = -reach;
  m_histogram.high = reach;
  m_histogram.bins.assign(Histogram::kBins, 0);
  // Not finite for a reach so small that its inverse overflows; then it is treated as 0.
  const double binsPerUnit = static_cast<double>(Histogram::kBins) / (2 * reach);
  m_binsPerUnit = std::isfinite(binsPerUnit) ? binsPerUnit : 0;
}

void HistogramCounter::add(std::span<const float> values) {
  for (const float value : values) add(static_cast<double>(value));
}

void HistogramCounter::add(double value) {
  if (!std::isfinite(value)) return;
  if (value < m_histogram.low) {
    ++m_histogram.below;
  } else if (value > m_histogram.high) {
    ++m_histogram.above;
  } else {
    // From the middle outwards, so that 0 begins the upper half whatever the rounding of `low`.
    const double position = value * m_binsPerUnit + static_cast<double>(Histogram::kBins / 2);
    ++m_histogram.bins[std::min(static_cast<std::size_t>(std::max(position, 0.0)), Histogram::kBins - 1)];
  }
}

void HistogramCounter::merge(const HistogramCounter& other) {
  const Histogram& added = other.m_histogram;
  std::transform(added.bins.begin(), added.bins.end(), m_histogram.bins.begin(), m_histogram.bins.begin(),
                 [](std::uint64_t a, std::uint64_t b) { return a + b; });
  m_histogram.below += added.below;
  m_histogram.above += added.above;
}

SignLossCounter::SignLossCounter(double sigma) {
  for (std::size_t i = 0; i < m_inner.size(); ++i) m_inner[i] = SignLossBySize::edge(i + 1) * sigma;
}

void SignLossCounter::add(std::span<const float> source, std::span<const float> decoded) {
  for (std::size_t i = 0; i < source.size(); ++i) {
    const double x = static_cast<double>(source[i]);
    const double y = static_cast<double>(decoded[i]);
    if (x == 0 || !std::isfinite(x) || !std::isfinite(y)) continue;
    const auto above = std::upper_bound(m_inner.begin(), m_inner.end(), std::abs(x));
    const std::size_t bin = static_cast<std::size_t>(above - m_inner.begin());
    ++m_counts.nonZero[bin];
    if (y == 0) ++m_counts.lost[bin];
    if (x * y < 0) ++m_counts.flipped[bin];
  }
}

void SignLossCounter::merge(const SignLossCounter& other) {
  for (std::size_t bin = 0; bin < SignLossBySize::kBins; ++bin) {
    m_counts.nonZero[bin] += other.m_counts.nonZero[bin];
    m_counts.lost[bin] += other.m_counts.lost[bin];
    m_counts.flipped[bin] += other.m_counts.flipped[bin];
  }
}

}  // namespace halftone
