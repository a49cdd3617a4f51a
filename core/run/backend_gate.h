// BackendGate: how slabs come to a backend, and what happens if it fails them.
//
// - A pair of types is tried out on a slab before any other goes there: the CPU does the same slab, and what decodes
//   otherwise, or errs more, is told and stays with the CPU.
// - As many slabs as it works on at once are let in. Who comes then waits, or does the slab on the CPU if that is done
//   before the backend would have taken what else is in flight: both were timed on the trial.
// - It gets slabs of at most as many values as it has memory for. If it turns out to have less, it gets halves, also of
//   all later ones; a slab that it cannot do, the CPU does.
// - A backend that is lost gets nothing more.
// Thread-safety: all functions from any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/run/backend.h"
#include "core/run/ordered_pipeline.h"
#include "core/run/tensor_source.h"

namespace halftone {

// What a backend did, and what kept it from more.
struct BackendReport {
  std::string name;  // empty: there was none
  std::uint64_t slabs = 0;
  bool lost = false;               // it is of no use any more
  std::vector<std::string> notes;  // sentences: what happened, in order
};

class BackendGate {
 public:
  // `backend` may be null: nothing is let in then. It outlives the gate. `slotsInFlight`: how many slabs are worked on
  // or wait for their turn.
  explicit BackendGate(Backend* backend, std::size_t slotsInFlight = slotsForThisArena());

  // Tries the backend out for these types on at most kTrialValues values of `slab`, unless that was done before or it
  // has no such types. `importance`: one per column of the slab, or empty. A slab that cannot be read, or holds NaN or
  // infinities (which is told), tries nothing out: the CPU keeps the pair.
  void tryOut(const TensorSource& source, const Slab& slab, TensorType type, Effort effort,
              std::span<const float> importance);

  // Whether slabs of these types may go to recode().
  bool takes(TensorType sourceType, TensorType type, Effort effort) const;

  // What the backend made of the slab; nothing if the CPU has to do it (or should: see above). What job.errors,
  // job.first and job.second point to is complete or as it was. REQUIRES: takes() said so for its types.
  std::optional<RecodeOutcome> recode(const RecodeJob& job);

  BackendReport report() const;

  static constexpr std::size_t kTrialValues = std::size_t{1} << 16;

 private:
  struct Pair {
    TensorType source, type;
    Effort effort;
    friend auto operator<=>(const Pair&, const Pair&) = default;
  };
  struct Trial {
    bool passed = false;
    double secondsHere = 0;   // per value, by the CPU
    double secondsThere = 0;  // by the backend
  };

  Trial tried(const Pair& pair, const TensorSource& source, const Slab& slab, std::span<const float> importance);
  bool enter(const Pair& pair);
  void leave();
  Result<RecodeOutcome> recodeInParts(const RecodeJob& job);
  Result<RecodeOutcome> recodeRows(const RecodeJob& job);
  void note(std::string sentence);

  Backend* m_backend;
  const std::size_t m_slots;
  std::atomic<bool> m_lost = false;
  std::atomic<std::size_t> m_mostValues;  // of a slab
  std::atomic<std::uint64_t> m_slabs = 0;
  mutable std::mutex m_mutex;  // of what follows
  std::condition_variable m_left;
  std::size_t m_inside = 0;
  std::map<Pair, Trial> m_trials;
  std::vector<std::string> m_notes;
};

}  // namespace halftone
