#include "core/analysis/error_sums.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "core/analysis/finite.h"
#include "core/analysis/lanes.h"

namespace halftone {
namespace {

// The sums that importance does not touch. REQUIRES: all values are finite.
void addPlain(ErrorSums& sums, std::span<const float> source, std::span<const float> decoded) {
  Lanes<double> error;
  Lanes<double> error2;
  Lanes<double> source2;
  Lanes<double> decoded2;
  Lanes<double> product;
  Lanes<double> maxError;
  forLanes(source.size(), [&](std::size_t lane, std::size_t i) {
    const double x = static_cast<double>(source[i]);
    const double y = static_cast<double>(decoded[i]);
    const double e = x - y;
    error[lane] += e;
    error2[lane] += e * e;
    source2[lane] += x * x;
    decoded2[lane] += y * y;
    product[lane] += x * y;
    maxError[lane] = std::max(maxError[lane], std::abs(e));
  });
  sums.values += source.size();
  sums.error += error.sum();
  sums.error2 += error2.sum();
  sums.source2 += source2.sum();
  sums.decoded2 += decoded2.sum();
  sums.product += product.sum();
  sums.maxError = std::max(sums.maxError, maxError.max());
}

void addSigns(ErrorSums& sums, std::span<const float> source, std::span<const float> decoded) {
  Lanes<std::uint64_t> nonZero;
  Lanes<std::uint64_t> lost;
  Lanes<std::uint64_t> flipped;
  Lanes<double> lostEnergy;
  forLanes(source.size(), [&](std::size_t lane, std::size_t i) {
    const double x = static_cast<double>(source[i]);
    const double y = static_cast<double>(decoded[i]);
    const bool isLost = y == 0.0;  // where x is 0 as well, its energy adds nothing and the count is masked
    nonZero[lane] += x != 0.0 ? 1U : 0U;
    lost[lane] += (x != 0.0 && isLost) ? 1U : 0U;
    flipped[lane] += x * y < 0.0 ? 1U : 0U;  // a product of two floats cannot underflow in double
    lostEnergy[lane] += isLost ? x * x : 0.0;
  });
  sums.nonZero += nonZero.sum();
  sums.signLost += lost.sum();
  sums.signFlipped += flipped.sum();
  sums.signLostEnergy += lostEnergy.sum();
}

void addWeighted(ErrorSums& sums, std::span<const float> source, std::span<const float> decoded,
                 std::span<const float> importance) {
  Lanes<double> error2;
  Lanes<double> source2;
  forLanes(source.size(), [&](std::size_t lane, std::size_t i) {
    const double x = static_cast<double>(source[i]);
    const double e = x - static_cast<double>(decoded[i]);
    const double w = static_cast<double>(importance[i]);
    error2[lane] += w * (e * e);
    source2[lane] += w * (x * x);
  });
  sums.weightedError2 += error2.sum();
  sums.weightedSource2 += source2.sum();
}

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
  ErrorSums sums;
  sums.notFinite = source.size() - row.source.size();
  addPlain(sums, row.source, row.decoded);
  addSigns(sums, row.source, row.decoded);
  if (row.importance.empty()) {
    sums.weightedError2 = sums.error2;
    sums.weightedSource2 = sums.source2;
  } else {
    addWeighted(sums, row.source, row.decoded, row.importance);
  }
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
