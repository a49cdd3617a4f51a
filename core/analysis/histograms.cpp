#include "core/analysis/histograms.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace halftone {
namespace {

// Values whose bins are found together.
constexpr std::size_t kTogether = 1024;

// Counts of up to `kBins` bins, in four copies, so that equal values one after another do not wait for each other.
template <std::size_t kBins>
class BinCounts {
 public:
  void add(std::span<const std::uint16_t> bins) {
    const std::size_t whole = bins.size() / 4 * 4;
    for (std::size_t i = 0; i < whole; i += 4)
      for (std::size_t copy = 0; copy < 4; ++copy) ++m_counts[copy][bins[i + copy]];
    for (std::size_t i = whole; i < bins.size(); ++i) ++m_counts[0][bins[i]];
  }
  std::uint64_t of(std::size_t bin) const {
    return m_counts[0][bin] + m_counts[1][bin] + m_counts[2][bin] + m_counts[3][bin];
  }

 private:
  std::array<std::array<std::uint64_t, kBins>, 4> m_counts{};
};

}  // namespace

EvenBins HistogramCounter::binsOver(double reach) {
  // Not finite for a reach so small that its inverse overflows; then it is treated as 0.
  const double binsPerUnit = static_cast<double>(Histogram::kBins) / (2 * reach);
  return {-reach, reach, std::isfinite(binsPerUnit) ? binsPerUnit : 0, Histogram::kBins};
}

HistogramCounter::HistogramCounter(double reach) : m_even(binsOver(reach)) {
  m_histogram.low = m_even.low;
  m_histogram.high = m_even.high;
  m_histogram.bins.assign(Histogram::kBins, 0);
}

void HistogramCounter::add(std::span<const float> values) { addDifferences(values, {}); }

void HistogramCounter::addDifferences(std::span<const float> source, std::span<const float> subtracted) {
  BinCounts<Histogram::kBins + 3> counts;
  std::array<std::uint16_t, kTogether> bins;
  for (std::size_t i = 0; i < source.size(); i += kTogether) {
    const std::size_t count = std::min(kTogether, source.size() - i);
    findEvenBins(m_even, source.subspan(i, count), subtracted.empty() ? subtracted : subtracted.subspan(i, count),
                 std::span(bins).first(count));
    counts.add(std::span(bins).first(count));
  }
  for (std::size_t bin = 0; bin < Histogram::kBins; ++bin) m_histogram.bins[bin] += counts.of(bin);
  m_histogram.below += counts.of(m_even.below());
  m_histogram.above += counts.of(m_even.above());
}

void HistogramCounter::addCounts(const Histogram& counts) {
  std::transform(counts.bins.begin(), counts.bins.end(), m_histogram.bins.begin(), m_histogram.bins.begin(),
                 [](std::uint64_t a, std::uint64_t b) { return a + b; });
  m_histogram.below += counts.below;
  m_histogram.above += counts.above;
}

SignLossCounter::SignLossCounter(double sigma) {
  for (std::size_t i = 0; i < m_inner.size(); ++i) m_inner[i] = SignLossBySize::edge(i + 1) * sigma;
}

void SignLossCounter::add(std::span<const float> source, std::span<const float> decoded) {
  BinCounts<4 * SignLossBySize::kBins> counts;
  std::array<std::uint16_t, kTogether> bins;
  for (std::size_t i = 0; i < source.size(); i += kTogether) {
    const std::size_t count = std::min(kTogether, source.size() - i);
    findSignBins(m_inner, source.subspan(i, count), decoded.subspan(i, count), std::span(bins).first(count));
    counts.add(std::span(bins).first(count));
  }
  for (std::size_t bin = 0; bin < SignLossBySize::kBins; ++bin) {
    const std::uint64_t lost = counts.of(4 * bin + kSignLost);
    const std::uint64_t flipped = counts.of(4 * bin + kSignFlipped);
    m_counts.nonZero[bin] += counts.of(4 * bin + kSignKept) + lost + flipped;
    m_counts.lost[bin] += lost;
    m_counts.flipped[bin] += flipped;
  }
}

void SignLossCounter::addCounts(const SignLossBySize& counts) {
  for (std::size_t bin = 0; bin < SignLossBySize::kBins; ++bin) {
    m_counts.nonZero[bin] += counts.nonZero[bin];
    m_counts.lost[bin] += counts.lost[bin];
    m_counts.flipped[bin] += counts.flipped[bin];
  }
}

}  // namespace halftone
