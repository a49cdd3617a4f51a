#include "core/analysis/tensor_analysis.h"

#include <cmath>

namespace halftone {

double SignLossBySize::edge(std::size_t bin) {
  return std::pow(10.0, -3.0 + 4.0 * static_cast<double>(bin) / static_cast<double>(kBins));
}

double gaussianBoundDb(double bitsPerWeight, double blockVarianceGainDb) {
  // 20·log10(2) dB for each bit: Cover and Thomas, Elements of Information Theory, theorem 10.3.2.
  return 20 * std::log10(2.0) * bitsPerWeight + blockVarianceGainDb;
}

}  // namespace halftone
