// BlockStatistics: what blocks of 32 neighbours in a row say: how many are ruled by an outlier, and how unequal their
// variances are. A row's last, shorter block counts as a block; a block without a finite value does not.
// Thread-safety: values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace halftone {

struct BlockStatistics {
  static constexpr std::size_t kBlock = 32;

  std::uint64_t blocks = 0;
  std::uint64_t ruled = 0;   // ruledByOutlier()
  std::uint64_t varied = 0;  // values in blocks whose variance is not 0
  double logVariance = 0;    // Σ over those blocks of n·ln(variance about the block's own mean), n values each

  // One row, or a piece of one that starts at a multiple of 32 columns.
  void addRow(std::span<const float> row);
  // Joins what came later. The same parts joined in the same order give the same bits.
  void merge(const BlockStatistics& later);

  double outlierRuledShare() const;
  // 10·log10(σ² / geometric mean of block variances), at least 0. Blocks of variance 0 take no bits and are left out.
  double varianceGainDb(double variance) const;
};

}  // namespace halftone
