// MetricsLayout: what of kSums holds what, in words, while a slab is measured. gpu/shaders/slab.glsl reads the same
// numbers as push constants.
// Thread-safety: values.
#pragma once

#include <cstddef>
#include <cstdint>

namespace halftone::gpu {

struct MetricsLayout {
  static constexpr std::size_t kBlock = 32;            // values
  static constexpr std::size_t kBlocksOfGroup = 128;   // that a workgroup measures
  static constexpr std::size_t kRecordWords = 44;      // see MetricsRecord
  static constexpr std::size_t kHeaderWords = 8;       // see MetricsHeader
  static constexpr std::size_t kOutlierWords = 3;      // place in the slab, bits before, bits after
  static constexpr std::size_t kMostOutliers = 64;     // of a slab, and of a workgroup
  static constexpr std::size_t kHistogramEdges = 257;  // between below, 256 bins, and above
  static constexpr std::size_t kSizeEdges = 23;        // between the 24 bins of sign loss by size
  // Edges of weights; of errors, two words each; of sizes; of the tail.
  static constexpr std::size_t kEdgeWords = 3 * kHistogramEdges + kSizeEdges + 1;
  // Errors, weights and decoded weights; sizes of non-zero, lost and flipped; the tail.
  static constexpr std::size_t kCounterWords = 3 * (kHistogramEdges + 1) + 3 * (kSizeEdges + 1) + 1;

  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  std::uint32_t blocksOfRow = 0;
  std::uint32_t groups = 0;
  std::uint32_t headerAt = 0;
  std::uint32_t countersAt = 0;
  std::uint32_t columnsAt = 0;
  std::uint32_t rowsAt = 0;
  std::uint32_t recordsAt = 0;
  std::uint32_t outliersAt = 0;
  std::uint32_t candidatesAt = 0;
  float errorBinsPerUnit = 0;
  float weightBinsPerUnit = 0;
  std::int32_t slabScale = 0;
};

struct MetricsHeader {
  std::uint32_t notFinite = 0;
  std::uint32_t beyondF16 = 0;
  std::uint32_t threshold = 0;   // bits of a size that at least 64 values reach; 0: unknown
  std::uint32_t candidates = 0;  // for outliers
  std::uint32_t outliers = 0;
  std::uint32_t unused[3] = {};
};
static_assert(sizeof(MetricsHeader) == MetricsLayout::kHeaderWords * 4);

}  // namespace halftone::gpu
