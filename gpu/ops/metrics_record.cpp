#include "gpu/ops/metrics_record.h"

#include <cmath>

namespace halftone::gpu {
namespace {

// Of slab_sums.comp: exponents of what the distances are taken in, and are raised to powers in.
constexpr int kPowersExponent = -30;

double valueOf(const MetricsRecord::Sum& sum) {
  return static_cast<double>(sum.rounded) + static_cast<double>(sum.rest);
}

double unscaled(double value, int exponent) { return std::ldexp(value, -exponent); }

// Σ n·ln(Σ(x − mean)²/n) over blocks of n values.
double logVariance(const MetricsRecord::Product& product, std::size_t length) {
  if (product.blocks == 0) return 0;
  const double n = static_cast<double>(length);
  return n * (std::log(static_cast<double>(product.mantissa)) + product.exponent * std::log(2.0) -
              product.blocks * std::log(n));
}

}  // namespace

ErrorSums MetricsRecord::errors(bool weighted) const {
  ErrorSums sums;
  sums.values = present - leftOut;
  sums.notFinite = leftOut;
  sums.error = unscaled(valueOf(error), exponent);
  sums.error2 = unscaled(valueOf(error2), 2 * exponent);
  sums.source2 = unscaled(valueOf(source2), 2 * exponent);
  sums.decoded2 = unscaled(valueOf(decoded2), 2 * exponent);
  sums.product = unscaled(valueOf(product), 2 * exponent);
  sums.weightedError2 = weighted ? unscaled(valueOf(weightedError2), 2 * exponent + weightExponent) : sums.error2;
  sums.weightedSource2 = weighted ? unscaled(valueOf(weightedSource2), 2 * exponent + weightExponent) : sums.source2;
  sums.maxError = unscaled(static_cast<double>(maxError), exponent);
  sums.nonZero = nonZero;
  sums.signLost = lost;
  sums.signFlipped = flipped;
  sums.signLostEnergy = unscaled(valueOf(lostEnergy), 2 * exponent);
  return sums;
}

// With s the mean of d: Σ(d − s)ᵏ by the binomial theorem.
Moments MetricsRecord::moments() const {
  Moments moments;
  moments.count = present;
  if (present == 0) return moments;
  const double n = present;
  const double s = valueOf(powers[0]) / n;
  const double p2 = valueOf(powers[1]), p3 = valueOf(powers[2]), p4 = valueOf(powers[3]);
  const int unit = exponent + kPowersExponent;
  moments.mean = unscaled(static_cast<double>(centre), exponent) + unscaled(s, unit);
  moments.m2 = unscaled(p2 - n * s * s, 2 * unit);
  moments.m3 = unscaled(p3 - 3 * s * p2 + 2 * n * s * s * s, 3 * unit);
  moments.m4 = unscaled(p4 - 4 * s * p3 + 6 * s * s * p2 - 3 * n * s * s * s * s, 4 * unit);
  return moments;
}

BlockStatistics MetricsRecord::blockStatistics(std::size_t columns) const {
  const std::size_t rest = columns % MetricsLayout::kBlock;
  BlockStatistics statistics;
  statistics.blocks = blocks;
  statistics.ruled = ruled;
  statistics.varied = whole.blocks * MetricsLayout::kBlock + shorter.blocks * rest;
  statistics.logVariance = logVariance(whole, MetricsLayout::kBlock) + logVariance(shorter, rest);
  return statistics;
}

}  // namespace halftone::gpu
