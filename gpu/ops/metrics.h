// SlabMetrics: the measures of core/analysis, taken on a device of a slab that is already there, so that nothing comes
// back but results.
//
//   SlabMetrics metrics(rows, wanted);  metrics.addTo(lane);  lane.run();
//   if (metrics.counts().notFinite == 0) sums.merge(metrics.errors());
//
// How near the CPU's: every count is the same, and so are largest values, outliers and bins. A sum is within 1e-6 of
// the sum of its terms' sizes. Of 4096 neighbours those smaller than 2^-118 of the largest add nothing to sums.
// Memory traffic per value: counts 4 bytes, error sums 8, the first pass 12 (counts included), the second 8.
// Determinism: what is taken does not depend on the order in which a device does things.
// Thread-safety: a SlabMetrics and its Lane are used by one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/analysis/tensor_passes.h"
#include "gpu/ops/bin_edges.h"
#include "gpu/ops/metrics_layout.h"
#include "gpu/ops/metrics_record.h"
#include "gpu/vk/lane.h"

namespace halftone::gpu {

// What is in kValues, and where in its tensor that is (see RowSlab).
struct MetricsRows {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::uint64_t firstRow = 0;
  std::uint64_t firstColumn = 0;
  bool decoded = false;   // kDecoded holds as many
  bool weighted = false;  // kImportance holds one per column, finite and >= 0
};

// What to measure. If any value of the source is not finite, only the counts are to be used.
struct MetricsWanted {
  bool counts = false;
  bool errors = false;
  bool first = false;                // with errors in it if the slab is decoded
  const BinEdges* second = nullptr;  // for the second pass; outlives the SlabMetrics
};

struct SourceCounts {
  std::uint64_t notFinite = 0;  // NaN or infinite
  std::uint64_t beyondF16 = 0;  // finite, and |x| > 65504
};

class SlabMetrics {
 public:
  // REQUIRES: fewer than 2^31 values; decoded if errors are wanted; edges that are usable.
  SlabMetrics(const MetricsRows& rows, const MetricsWanted& wanted);
  SlabMetrics(const SlabMetrics&) = delete;
  SlabMetrics& operator=(const SlabMetrics&) = delete;

  // Lists the steps, and the download of kSums into this object, which outlives run(). Nothing else uses kSums in that
  // run. The values are in place by then, or by steps that were listed before.
  void addTo(Lane& lane);

  // What was wanted, once run() has succeeded.
  SourceCounts counts() const;
  ErrorSums errors() const;
  FirstPass first() const;
  SecondPass second() const;

 private:
  void layOut();
  void addScan(Lane& lane) const;
  void addSums(Lane& lane) const;
  void addBins(Lane& lane) const;
  MetricsHeader header() const;
  MetricsRecord record(std::size_t group) const;
  std::span<const float> floats(std::size_t at, std::size_t count) const;
  TopOutliers outliers() const;
  Histogram histogram(std::size_t number) const;

  MetricsRows m_rows;
  MetricsWanted m_wanted;
  MetricsLayout m_layout;
  std::size_t m_uploadWords = 0;       // of kSums
  std::size_t m_downloadWords = 0;     // at least as many
  std::size_t m_heldWords = 0;         // at least as many
  std::vector<std::uint32_t> m_words;  // of kSums: first what is uploaded, then what came back
};

}  // namespace halftone::gpu
