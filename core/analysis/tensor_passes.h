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
#include <utility>

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
  friend bool operator==(const AnalysisScale&, const AnalysisScale&) = default;
};

// What a first pass has found, for those who find it elsewhere.
struct FirstPassParts {
  std::uint64_t notFinite = 0;  // in the source
  Moments moments;
  ErrorSums errors;  // empty if there were no decoded values
  BlockStatistics blocks;
  ChannelMaxima channels;
  TopOutliers outliers;
};

class FirstPass {
 public:
  FirstPass() = default;
  explicit FirstPass(FirstPassParts parts) : m_parts(std::move(parts)) {}

  // REQUIRES: slabs come in the tensor's order.
  void add(const RowSlab& slab);
  void merge(const FirstPass& later);

  AnalysisScale scale() const;
  const ErrorSums& errors() const { return m_parts.errors; }  // empty if no slab had decoded values
  const ChannelMaxima& channels() const { return m_parts.channels; }
  const TopOutliers& outliers() const { return m_parts.outliers; }
  // All but the share beyond 6σ, which takes a second pass.
  SourceStatistics source() const;
  const FirstPassParts& parts() const { return m_parts; }

 private:
  FirstPassParts m_parts;
};

// How many values lie beyond 6σ: the second pass where only the source's own statistics are wanted.
struct TailCount {
  double limit = 0;  // 6σ
  std::uint64_t beyond = 0;

  explicit TailCount(double sigma) : limit(6 * sigma) {}
  void add(std::span<const float> values);  // NaN and infinities are left out
  void merge(const TailCount& other) { beyond += other.beyond; }
};

// What a second pass has counted, for those who count elsewhere. Bins are those of SecondPass.
struct SecondPassCounts {
  std::uint64_t beyond = 0;  // TailCount
  Histogram errors;
  Histogram weights;
  Histogram decodedWeights;
  SignLossBySize signLoss;
};

class SecondPass {
 public:
  explicit SecondPass(const AnalysisScale& scale);

  // REQUIRES: the slabs that the first pass saw, in any order.
  void add(const RowSlab& slab);
  // REQUIRES: binned by the scale that this was made with; histograms have all their bins, or none.
  void addCounts(const SecondPassCounts& counts);
  void merge(const SecondPass& other);

  const AnalysisScale& scale() const { return m_scale; }
  const TailCount& tail() const { return m_tail; }
  const Histogram& errors() const { return m_errors.histogram(); }
  const Histogram& weights() const { return m_weights.histogram(); }
  const Histogram& decodedWeights() const { return m_decodedWeights.histogram(); }
  const SignLossBySize& signLoss() const { return m_signLoss.counts(); }

 private:
  AnalysisScale m_scale;
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
