#include "core/analysis/error_sums.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "core/analysis/error_kernel.h"
#include "core/analysis/finite.h"

namespace halftone {
namespace {

// part / whole, where nothing of nothing is 0 and something of nothing is infinite.
double ratio(double part, double whole) {
  if (whole > 0) return part / whole;
  return part > 0 ? std::numeric_limits<double>::infinity() : 0.0;
}

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

double cosineOf(const ErrorSums& sums) {
  if (sums.source2 == 0 && sums.decoded2 == 0) return 1;
  if (sums.source2 == 0 || sums.decoded2 == 0) return 0;
  // Two roots: the product of the two sums could leave the range of a double.
  return std::clamp(sums.product / (std::sqrt(sums.source2) * std::sqrt(sums.decoded2)), -1.0, 1.0);
}

}  // namespace

void ErrorSums::add(const RowSlab& slab) {
  for (std::size_t row = 0; row < slab.rows(); ++row)
    addRow(slab.sourceRow(row), slab.decodedRow(row), slab.importance);
}

void ErrorSums::addRow(std::span<const float> source, std::span<const float> decoded,
                       std::span<const float> importance) {
  FinitePairs pairs;
  const FinitePairs::View row = pairs.of(source, decoded, importance);
  ErrorSums sums = finiteErrorSums(row.source, row.decoded, row.importance);
  sums.notFinite = source.size() - row.source.size();
  merge(sums);
}

void ErrorSums::merge(const ErrorSums& later) {
  values += later.values;
  notFinite += later.notFinite;
  error += later.error;
  error2 += later.error2;
  source2 += later.source2;
  decoded2 += later.decoded2;
  product += later.product;
  weightedError2 += later.weightedError2;
  weightedSource2 += later.weightedSource2;
  maxError = std::max(maxError, later.maxError);
  nonZero += later.nonZero;
  signLost += later.signLost;
  signFlipped += later.signFlipped;
  signLostEnergy += later.signLostEnergy;
}

ErrorMetrics ErrorSums::metrics() const {
  ErrorMetrics metrics;
  metrics.values = values;
  metrics.notFinite = notFinite;
  if (values > 0) {
    metrics.mse = error2 / static_cast<double>(values);
    metrics.bias = error / static_cast<double>(values);
  }
  metrics.rmse = std::sqrt(metrics.mse);
  metrics.relativeMse = ratio(error2, source2);
  metrics.weightedRelativeMse = ratio(weightedError2, weightedSource2);
  metrics.sqnrDb = error2 == 0 ? std::numeric_limits<double>::infinity() : -10 * std::log10(metrics.relativeMse);
  metrics.cosine = cosineOf(*this);
  metrics.maxError = maxError;
  metrics.signLost = share(signLost, nonZero);
  metrics.signLostEnergy = ratio(signLostEnergy, source2);
  metrics.signFlipped = share(signFlipped, nonZero);
  return metrics;
}

}  // namespace halftone
