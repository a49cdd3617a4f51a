// Filling what is binned: histograms and sign loss by size. Counts only, so any order of slabs gives the same result.
// Thread-safety: values.
#pragma once

#include <cstdint>
#include <span>

#include "core/analysis/bin_kernel.h"
#include "core/analysis/tensor_analysis.h"

namespace halftone {

// A Histogram being filled.
class HistogramCounter {
 public:
  // Bins over ±reach. REQUIRES: reach is finite and >= 0.
  explicit HistogramCounter(double reach);
  // Where those bins lie.
  static EvenBins binsOver(double reach);

  // NaN and infinities are left out.
  void add(std::span<const float> values);
  // Of source − subtracted. REQUIRES: as many of the one as of the other.
  void addDifferences(std::span<const float> source, std::span<const float> subtracted);
  // Counts of the same bins, taken elsewhere. REQUIRES: all bins, or none.
  void addCounts(const Histogram& counts);
  void merge(const HistogramCounter& other) { addCounts(other.m_histogram); }
  const Histogram& histogram() const { return m_histogram; }

 private:
  EvenBins m_even;
  Histogram m_histogram;
};

// SignLossBySize being filled, for a tensor of standard deviation `sigma`.
class SignLossCounter {
 public:
  explicit SignLossCounter(double sigma);

  // Pairs in which either is not finite are left out. REQUIRES: as many of the one as of the other.
  void add(std::span<const float> source, std::span<const float> decoded);
  // Counts of the same bins, taken elsewhere.
  void addCounts(const SignLossBySize& counts);
  void merge(const SignLossCounter& other) { addCounts(other.m_counts); }
  const SignLossBySize& counts() const { return m_counts; }

 private:
  std::array<double, SignLossBySize::kBins - 1> m_inner{};  // |x| at the edges between the bins
  SignLossBySize m_counts;
};

}  // namespace halftone
