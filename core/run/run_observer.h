// RunObserver: who watches a run. Analysis and the screen get spans here and change nothing.
// Thread-safety: rowsEncoded may be called from several threads at once, for different rows; the others from one thread
// at a time, in the order started, (tensorStarted, rowsEncoded…, tensorFinished)…, finished.
#pragma once

#include <cstddef>
#include <span>

#include "core/base/units.h"
#include "core/plan/plan.h"

namespace halftone {

struct RunProgress {
  Bytes done;  // source bytes
  Bytes total;
  double secondsElapsed = 0;
  double secondsLeft = 0;  // estimate
  bool verifying = false;  // the last pass: reading back
};

class RunObserver {
 public:
  virtual ~RunObserver() = default;
  virtual void runStarted(const Plan& /*plan*/) {}
  virtual void tensorStarted(const PlanEntry& /*entry*/) {}
  // `firstRow` of the tensor; source and decoded hold the same rows. `decoded` is empty unless wantsDecoded().
  virtual void rowsEncoded(const PlanEntry& /*entry*/, std::uint64_t /*firstRow*/, std::span<const float> /*source*/,
                           std::span<const float> /*decoded*/, std::span<const std::byte> /*bytes*/) {}
  virtual void tensorFinished(const PlanEntry& /*entry*/) {}
  virtual void progressed(const RunProgress& /*progress*/) {}  // at most about 20 times a second
  virtual void runFinished() {}
  virtual bool wantsDecoded() const { return false; }
};

}  // namespace halftone
