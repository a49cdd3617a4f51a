#include "core/analysis/block_statistics.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/finite.h"
#include "core/analysis/moments.h"
#include "core/analysis/one_scale.h"

namespace halftone {

void BlockStatistics::addRow(std::span<const float> row) {
  FinitePairs finite;
  const bool clean = countNotFinite(row) == 0;
  double sum = 0;  // of this row, so that a tensor's sum is one of row sums, whatever slab they came in
  for (std::size_t first = 0; first < row.size(); first += kBlock) {
    std::span<const float> block = row.subspan(first, std::min(kBlock, row.size() - first));
    if (!clean) block = finite.of(block, {}, {}).source;
    if (block.empty()) continue;
    ++blocks;
    if (ruledByOutlier(block)) ++ruled;
    Moments moments;
    moments.add(block);
    if (moments.m2 == 0) continue;
    varied += moments.count;
    sum += static_cast<double>(moments.count) * std::log(moments.variance());
  }
  logVariance += sum;
}

void BlockStatistics::merge(const BlockStatistics& later) {
  blocks += later.blocks;
  ruled += later.ruled;
  varied += later.varied;
  logVariance += later.logVariance;
}

double BlockStatistics::outlierRuledShare() const {
  return blocks == 0 ? 0.0 : static_cast<double>(ruled) / static_cast<double>(blocks);
}

double BlockStatistics::varianceGainDb(double variance) const {
  if (varied == 0 || variance == 0) return 0;
  const double logGain = std::log(variance) - logVariance / static_cast<double>(varied);
  return std::max(0.0, 10 / std::log(10.0) * logGain);
}

}  // namespace halftone
