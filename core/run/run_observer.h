// RunObserver: who watches a run. Analysis and the screen get spans here and change nothing.
// Thread-safety: rowsEncoded may be called from several threads at once, for different slabs; the others from one
// thread at a time. Tensors start and finish in the plan's order, but the next ones start before the last has finished;
// a tensor's slabs lie between its own start and finish, in any order, and its cut into slabs is always the same.
#pragma once

#include <cstddef>
#include <span>

#include "core/analysis/row_slab.h"
#include "core/base/units.h"
#include "core/plan/plan.h"

namespace halftone {

struct RunProgress {
  Bytes done;   // bytes of the source read; when verifying, of the output
  Bytes total;  // of the same
  double secondsElapsed = 0;
  double secondsLeft = 0;  // estimate, of the whole run
  bool verifying = false;  // the last pass: reading back
  double fraction = 0;     // of the whole run, 0…1: what the job reports
};

class RunObserver {
 public:
  virtual ~RunObserver() = default;
  virtual void runStarted(const Plan& /*plan*/) {}
  virtual void tensorStarted(const PlanEntry& /*entry*/) {}
  // Some rows of the tensor, as accumulators take them, and the bytes that were made of them. Unless wantsDecoded(),
  // slab.decoded is empty, and slab.source is where a backend did the slab. NaN and infinities are zeros already. The
  // spans last until the call returns.
  virtual void rowsEncoded(const PlanEntry& /*entry*/, const RowSlab& /*slab*/, std::span<const std::byte> /*bytes*/) {}
  virtual void tensorFinished(const PlanEntry& /*entry*/) {}
  virtual void progressed(const RunProgress& /*progress*/) {
  }                              // at most about 20 times a second, and at each pass's ends
  virtual void runFinished() {}  // only of a run that succeeded
  // Asked once, before the run.
  virtual bool wantsDecoded() const { return false; }
};

}  // namespace halftone
