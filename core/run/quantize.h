// A run: model and plan in, one or more GGUF files out, read back and checked.
// Thread-safety: a run may be started from any thread; it uses its own TBB arena.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/base/units.h"
#include "core/calibration/importance_matrix.h"
#include "core/model/model.h"
#include "core/plan/plan.h"
#include "core/run/backend_gate.h"
#include "core/run/run_observer.h"

namespace halftone {

enum class NonFinitePolicy { Refuse, WriteZeros };

struct QuantizeOptions {
  std::filesystem::path output;  // of one file; shards get their numbers from it
  unsigned threads = 0;          // 0 = all
  NonFinitePolicy nonFinite = NonFinitePolicy::Refuse;
  std::vector<std::filesystem::path> otherInputs;  // files read for the plan, which no output may replace
  Backend* backend = nullptr;                      // takes slabs off the CPU's hands; see BackendGate
};

struct QuantizeReport {
  std::vector<std::filesystem::path> files;
  Bytes fileBytes;
  std::uint64_t zeroedValues = 0;  // NaN or infinity written as 0, by consent
  std::vector<std::string> zeroedTensors;
  std::uint64_t saturatedValues = 0;  // too large for f16 and written as ±65504
  std::vector<std::string> saturatedTensors;
  std::uint64_t slabs = 0;     // of all tensors that changed their type
  BackendReport backend;       // how many of these it did, and what kept it from more
  double secondsReading = 0;   // summed over threads: decoding the source
  double secondsEncoding = 0;  // summed over threads
  double secondsWriting = 0;
  double secondsVerifying = 0;
  double secondsTotal = 0;
};

// What stands in the way, before any work: outputs that are inputs (also through links), a folder that cannot be
// written, space, types that are none for weights, importance that does not fit. Ok = the run may start. Errors:
// SameFile, CannotWrite, DiskFull, UnsupportedType, WrongImportance.
Status checkQuantize(const Model& model, const Plan& plan, const ImportanceMatrix* importance,
                     const QuantizeOptions& options);

// Passes: check; encode tensor by tensor in plan order, slab by slab, written in order; reopen each temporary file,
// decode every tensor and compare its bytes' checksum and its layout with the plan; commit all files. Memory: a few
// slabs per thread, whatever the model's size. The destinations change only after verification. `importance` may be
// null. Errors: as checkQuantize; Truncated and CannotRead (the source changed or is gone); NotFinite (counted and
// named), Cancelled, DiskFull, CannotWrite, VerificationFailed.
Result<QuantizeReport> quantize(const Model& model, const Plan& plan, const ImportanceMatrix* importance,
                                const QuantizeOptions& options, RunObserver* observer, const Job& job);

}  // namespace halftone
