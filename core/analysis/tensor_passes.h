// The two passes over a tensor that make its TensorAnalysis. The first needs nothing; the second bins by what the first
// found (σ, RMSE, max |x|). Each is fed slabs, and parts fed elsewhere are joined.
//
//   FirstPass first;  first.add(slab)…;  first.merge(later)…;
//   SecondPass second(first.scale());  second.add(slab)…;  second.merge(other)…;
//   TensorAnalysis analysis = finishAnalysis(first, second);
//
// Determinism: sums are taken row by row and joined in the order of the calls. Cut a tensor at the same rows and merge
// the parts in the tensor's order, and every bit is the same, whichever thread filled which part.
// Thread-safety: values; one thread at a time for each.
#pragma once

#include <cstdint>

#include "core/analysis/block_statistics.h"
#include "core/analysis/channel_maxima.h"
#include "core/analysis/error_sums.h"
#include "core/analysis/histograms.h"
#include "core/analysis/moments.h"
#include "core/analysis/row_slab.h"
#include "core/analysis/tensor_analysis.h"
#include "core/analysis/top_outliers.h"

namespace halftone {

// What the second pass bins by.
struct AnalysisScale {
  double sigma = 0;
  double rmse = 0;
  double maxAbs = 0;
};

class FirstPass {
 public:
  // REQUIRES: slabs come in the tensor's order.
  void add(const RowSlab& slab);
  void merge(const FirstPass& later);

  AnalysisScale scale() const;
  const ErrorSums& errors() const { return m_errors; }  // empty if no slab had decoded values
  const ChannelMaxima& channels() const { return m_channels; }
  const TopOutliers& outliers() const { return m_outliers; }
  // All but the share beyond 6σ, which takes a second pass.
  SourceStatistics source() const;

 private:
  std::uint64_t m_notFinite = 0;
  Moments m_moments;
  ErrorSums m_errors;
  BlockStatistics m_blocks;
  ChannelMaxima m_channels;
  TopOutliers m_outliers;
};

// How many values lie beyond 6σ: the second pass where only the source's own statistics are wanted.
struct TailCount {
  double limit = 0;  // 6σ
  std::uint64_t beyond = 0;

  explicit TailCount(double sigma) : limit(6 * sigma) {}
  void add(std::span<const float> values);  // NaN and infinities are left out
  void merge(const TailCount& other) { beyond += other.beyond; }
};

class SecondPass {
 public:
  explicit SecondPass(const AnalysisScale& scale);

  // REQUIRES: the slabs that the first pass saw, in any order.
  void add(const RowSlab& slab);
  void merge(const SecondPass& other);

  const TailCount& tail() const { return m_tail; }
  const Histogram& errors() const { return m_errors.histogram(); }
  const Histogram& weights() const { return m_weights.histogram(); }
  const Histogram& decodedWeights() const { return m_decodedWeights.histogram(); }
  const SignLossBySize& signLoss() const { return m_signLoss.counts(); }

 private:
  TailCount m_tail;
  HistogramCounter m_errors;
  HistogramCounter m_weights;
  HistogramCounter m_decodedWeights;
  SignLossCounter m_signLoss;
};

// first.source() with the share beyond 6σ.
SourceStatistics finishSource(const FirstPass& first, const TailCount& tail);

TensorAnalysis finishAnalysis(const FirstPass& first, const SecondPass& second);

}  // namespace halftone
