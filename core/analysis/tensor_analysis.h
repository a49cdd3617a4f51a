// What the plots and tables show of one tensor: results only. Formulas: each field names its definition in words; all
// sums are taken in double precision. x source, y decoded, e = x − y, w importance of the column (1 where none), σ the
// standard deviation of the source. Thread-safety: values.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace halftone {

// Damage done by one encoding of one tensor.
struct ErrorMetrics {
  std::uint64_t values = 0;
  double mse = 0;                  // mean e²
  double rmse = 0;                 // its root
  double relativeMse = 0;          // Σe² / Σx²; 0 where both are 0
  double weightedRelativeMse = 0;  // Σw·e² / Σw·x²
  double sqnrDb = 0;               // −10·log10(relativeMse); infinity where the error is 0
  double cosine = 1;               // Σxy / √(Σx²·Σy²)
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
  double sigma = 0;
  double maxAbs = 0;
  double kurtosis = 0;      // excess: m₄/m₂² − 3
  double peak = 0;          // maxAbs / σ
  double beyond6Sigma = 0;  // share of |x| > 6σ
  double outlierRuledBlocks =
      0;  // share of blocks of 32 in which, at step max|x|/7, over half of the non-zero round to 0
  double blockVarianceGainDb = 0;  // 10·log10(σ² / geometric mean of the variances of blocks of 32)
  bool sampled = false;
};

// Equal bins from `low` to `high`; `below` and `above` count what lies outside.
struct Histogram {
  double low = 0;
  double high = 0;
  std::vector<std::uint64_t> bins;
  std::uint64_t below = 0;
  std::uint64_t above = 0;
};

// Sign loss in 24 log-spaced bins of |x|/σ from 10⁻³ to 10; values outside count in the first or last bin.
struct SignLossBySize {
  static constexpr std::size_t kBins = 24;
  std::array<std::uint64_t, kBins> nonZero{};
  std::array<std::uint64_t, kBins> lost{};
  std::array<std::uint64_t, kBins> flipped{};
};

struct Outlier {
  std::uint64_t row = 0;
  std::uint64_t column = 0;
  float value = 0;
  float decoded = 0;
};

// Everything about one tensor under one encoding.
struct TensorAnalysis {
  ErrorMetrics error;
  SourceStatistics source;
  Histogram errors;          // 256 bins over ±6·RMSE
  Histogram weights;         // 256 bins over ±max|x|
  Histogram decodedWeights;  // the same bins
  SignLossBySize signLoss;
  std::vector<double> columnPeaks;  // max|x| per column over the median of those maxima
  std::vector<double> rowPeaks;     // the same per row
  std::vector<Outlier> outliers;    // the 64 largest |x|, largest first
};

// SQNR ≤ 6.0206·bits (+ the block variance gain): the rate–distortion limit of a Gaussian source, in dB.
double gaussianBoundDb(double bitsPerWeight, double blockVarianceGainDb = 0);

}  // namespace halftone
