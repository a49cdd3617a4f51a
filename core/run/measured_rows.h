// MeasuredRows: which rows of a tensor a measurement looks at, in parts small enough to spread over threads and to stop
// between. The parts depend on the tensor and the sampling alone, so sums joined in their order never change a bit.
// Thread-safety: const access from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/run/measure.h"
#include "core/run/slab.h"

namespace halftone {

class MeasuredRows {
 public:
  // `matricesApart`: as SlabCut. At least one row is measured, however long.
  MeasuredRows(const Shape& shape, bool matricesApart, Sampling sampling);

  std::uint64_t parts() const;
  // The part's slabs, rising. In a sample each is one row; all together hold about kValuesInPart values.
  std::vector<Slab> part(std::uint64_t index) const;
  bool sampled() const { return m_sampledRows > 0; }

 private:
  static constexpr std::uint64_t kValuesInPart = std::uint64_t{1} << 15;
  std::uint64_t sampledRow(std::uint64_t index) const;
  void addRow(std::vector<Slab>& slabs, std::uint64_t row) const;

  Shape m_shape;
  bool m_matricesApart;
  SlabCut m_cut;
  std::uint64_t m_sampledRows = 0;  // 0 = all rows
  std::uint64_t m_rowsInPart = 1;
};

// Calls work(slot, part) for every part in parallel, and join(slot) for each in the order of the parts; `slots` slots,
// see slotsForThisArena(). Reports progress to `job`. Errors: the first part's that has one; Cancelled, with `doing`.
Status measureParts(const MeasuredRows& rows, std::size_t slots, const char* doing, const Job& job,
                    const std::function<Status(std::size_t slot, std::uint64_t part)>& work,
                    const std::function<void(std::size_t slot)>& join);

}  // namespace halftone
