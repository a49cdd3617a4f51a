// What the plots and tables show of one tensor: results only. Formulas: each field names its definition in words; all
// sums are taken in double precision. x source, y decoded, e = x − y, w importance of the column (1 where none), σ the
// standard deviation of the source.
// Thread-safety: values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace halftone {

// Damage done by one encoding of one tensor.
struct ErrorMetrics {
  std::uint64_t values = 0;
  std::uint64_t notFinite = 0;     // NaN or infinite before or after; left out of everything else
  double mse = 0;                  // mean e²
  double rmse = 0;                 // its root
  double relativeMse = 0;          // Σe² / Σx²; 0 where both are 0, infinity where only Σx² is
  double weightedRelativeMse = 0;  // Σw·e² / Σw·x²
  double sqnrDb = 0;               // −10·log10(relativeMse); infinity where the error is 0
  double cosine = 1;               // Σxy / √(Σx²·Σy²); 1 where both are all zeros, 0 where one is
  double maxError = 0;             // max |e|
  double bias = 0;                 // mean e
  double signLost = 0;             // share of x ≠ 0 with y = 0
  double signLostEnergy = 0;       // their share of Σx²
  double signFlipped = 0;          // share of x ≠ 0 with x·y < 0
  bool sampled = false;            // measured on a sample of rows: show with ≈
};

// The source tensor's own shape, whatever its encoding.
struct SourceStatistics {
  std::uint64_t values = 0;
  std::uint64_t notFinite = 0;  // NaN or infinity; left out of everything else
  double mean = 0;
  double sigma = 0;  // about the mean, over all values (÷ n)
  double maxAbs = 0;
  double kurtosis = 0;      // excess: m₄/m₂² − 3; 0 where all values are equal
  double peak = 0;          // maxAbs / σ; 0 for a tensor of zeros, infinity for another constant
  double beyond6Sigma = 0;  // share of |x| > 6σ
  // Share of blocks of 32 in which, at the step max|x|/7, over half of the non-zero values round to 0.
  double outlierRuledBlocks = 0;
  double blockVarianceGainDb = 0;  // 10·log10(σ² / geometric mean of the variances of blocks of 32)
  bool sampled = false;
};

// Equal bins from `low` to `high`, each with its lower edge, the last with both; `below` and `above` count what lies
// outside. Where low = high (no error at all, a tensor of zeros) that one value counts in the middle bin.
struct Histogram {
  static constexpr std::size_t kBins = 256;
  double low = 0;
  double high = 0;
  std::vector<std::uint64_t> bins;
  std::uint64_t below = 0;
  std::uint64_t above = 0;
};

// Sign loss in 24 log-spaced bins of |x|/σ from 10⁻³ to 10; values outside count in the first or last bin.
struct SignLossBySize {
  static constexpr std::size_t kBins = 24;
  // |x|/σ at which bin `bin` begins: 10⁻³ for 0, 10 for kBins.
  static double edge(std::size_t bin);

  std::array<std::uint64_t, kBins> nonZero{};
  std::array<std::uint64_t, kBins> lost{};
  std::array<std::uint64_t, kBins> flipped{};
};

struct Outlier {
  std::uint64_t row = 0;
  std::uint64_t column = 0;
  float value = 0;
  float decoded = 0;  // the value itself where nothing was decoded
  friend bool operator==(const Outlier&, const Outlier&) = default;
};

// One candidate type on the rate–distortion plot.
struct RateDistortionPoint {
  double bitsPerWeight = 0;
  double sqnrDb = 0;
};

// Everything about one tensor under one encoding.
struct TensorAnalysis {
  ErrorMetrics error;
  SourceStatistics source;
  Histogram errors;          // 256 bins over ±6·RMSE
  Histogram weights;         // 256 bins over ±max|x|
  Histogram decodedWeights;  // the same bins
  SignLossBySize signLoss;
  // max|x| per column over the median of those maxima (of those that are not 0, where over half of them are). Empty
  // for more than 2²⁰ columns.
  std::vector<double> columnPeaks;
  std::vector<double> rowPeaks;         // the same per measured row; empty for more than 2²² rows
  std::vector<std::uint64_t> peakRows;  // which row each of rowPeaks is; in a sample not every row is there
  std::vector<Outlier> outliers;        // the 64 largest |x|, largest first; of equals the first in the tensor
};

// SQNR ≤ 6.0206·bits (+ the block variance gain): the rate–distortion limit of a Gaussian source, in dB.
double gaussianBoundDb(double bitsPerWeight, double blockVarianceGainDb = 0);

}  // namespace halftone
