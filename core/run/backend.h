// Backend: what may take slabs off the CPU's hands: decode what a file holds, encode it, decode that, and measure. Its
// results are the CPU's, within what its own documentation states; where it fails, the CPU does the slab.
// Thread-safety: recode() may be called from several threads at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>

#include "core/analysis/error_sums.h"
#include "core/analysis/tensor_passes.h"
#include "core/base/effort.h"
#include "core/base/result.h"
#include "core/format/tensor_type.h"

namespace halftone {

// A slab to recode, and where to put what is wanted of it.
struct RecodeJob {
  TensorType sourceType = TensorType::F32;
  std::span<const std::byte> stored;  // whole blocks, as the file holds them
  std::size_t columns = 0;            // values of each row
  std::span<const float> importance;  // one per column, or empty: all 1
  std::uint64_t firstRow = 0;         // of the tensor, as RowSlab
  std::uint64_t firstColumn = 0;
  TensorType type = TensorType::F32;  // to encode as; the source's own keeps its values
  Effort effort = Effort::Normal;

  // Filled where they are not empty or null; sizes are exact. What is measured is joined to what is there.
  std::span<std::byte> encoded;
  std::span<float> values;   // the source's
  std::span<float> decoded;  // of `encoded`
  ErrorSums* errors = nullptr;
  FirstPass* first = nullptr;
  SecondPass* second = nullptr;  // made with the scale that it bins by
};

// What a slab's values are like, beside what was asked for.
struct RecodeOutcome {
  std::uint64_t notFinite = 0;  // NaN or infinite in the source: then nothing else is filled, and the CPU does the slab
  std::uint64_t beyondF16 = 0;  // |x| > 65504
};

class Backend {
 public:
  virtual ~Backend() = default;

  // For messages and for the file that is made: "NVIDIA H200".
  virtual std::string name() const = 0;

  // Whether recode() knows both types at this effort.
  virtual bool canRecode(TensorType sourceType, TensorType type, Effort effort) const = 0;

  // How many slabs it works on at once: more callers wait.
  virtual std::size_t slabsAtOnce() const = 0;

  // The most values of a slab that it has memory for; longer ones are given in parts of whole rows.
  virtual std::size_t mostValues() const { return std::numeric_limits<std::size_t>::max(); }

  // REQUIRES: canRecode(). Errors: DeviceLost (it is of no use any more), DeviceMemory, DeviceFailed.
  virtual Result<RecodeOutcome> recode(const RecodeJob& job) = 0;
};

}  // namespace halftone
