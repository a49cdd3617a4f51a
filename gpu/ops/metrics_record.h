// MetricsRecord: what one workgroup says of its 128 blocks, and what core/analysis makes of that. slab_sums.comp
// writes it.
// Thread-safety: values.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/analysis/block_statistics.h"
#include "core/analysis/error_sums.h"
#include "core/analysis/moments.h"
#include "gpu/ops/metrics_layout.h"

namespace halftone::gpu {

struct MetricsRecord {
  // A sum, and what was rounded off it.
  struct Sum {
    float rounded = 0;
    float rest = 0;
  };
  // Of Σ(x − mean)² of blocks of one length: how many are not 0, and the product of those.
  struct Product {
    std::uint32_t blocks = 0;
    float mantissa = 1;
    std::int32_t exponent = 0;
  };

  std::int32_t exponent = 0;        // x and y were multiplied by 2 to this
  std::int32_t weightExponent = 0;  // and importance by 2 to this
  std::uint32_t present = 0;        // values
  std::uint32_t leftOut = 0;        // of them, with a decoded value that is not finite
  std::uint32_t nonZero = 0;
  std::uint32_t lost = 0;
  std::uint32_t flipped = 0;
  float maxError = 0;
  std::uint32_t ruled = 0;
  std::uint32_t blocks = 0;
  float centre = 0;  // that the powers are taken about
  Product whole;     // blocks of 32
  Product shorter;   // and rows' last ones
  std::uint32_t unused[3] = {};
  Sum error, error2, source2, decoded2, product, weightedError2, weightedSource2, lostEnergy;
  std::array<Sum, 4> powers;  // Σdᵏ of d = (x·2^exponent − centre)·2⁻³⁰

  ErrorSums errors(bool weighted) const;
  Moments moments() const;
  // `columns` of the slab.
  BlockStatistics blockStatistics(std::size_t columns) const;
};
static_assert(sizeof(MetricsRecord) == MetricsLayout::kRecordWords * 4);

}  // namespace halftone::gpu
