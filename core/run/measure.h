// Measuring: what an encoding does to a tensor, exactly or on a sample of rows, without writing a file.
// Thread-safety: may run on any thread; parallel inside, in the TBB arena of the caller.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "core/analysis/error_sums.h"
#include "core/analysis/tensor_analysis.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "core/calibration/importance_matrix.h"
#include "core/model/model.h"
#include "core/run/backend_gate.h"
#include "core/run/tensor_source.h"

namespace halftone {

// Which rows are measured: all, or at most `maxValues` values in rows spread evenly over the tensor (a stratified
// sample; the same rows every time).
struct Sampling {
  std::uint64_t maxValues = 0;  // 0 = every row
};

struct CandidateMetrics {
  TensorType type;
  ErrorMetrics error;
  ErrorSums sums;  // behind `error`: merge() gives several tensors' together
};

// The tensor encoded as each of `types` and decoded again, against its source. Columns that do not divide into a type's
// blocks and types that are none for weights are left out. `importance` may be null, and so may `gate`, through which a
// backend takes part: its figures are the CPU's within what it states.
// Errors: UnsupportedType (source), Truncated and CannotRead (the source changed or is gone), Cancelled; so below.
Result<std::vector<CandidateMetrics>> measureCandidates(const Model& model, TensorId tensor,
                                                        std::span<const TensorType> types,
                                                        const ImportanceMatrix* importance, Sampling sampling,
                                                        const Job& job, Effort effort = Effort::Normal,
                                                        BackendGate* gate = nullptr);

// Everything the plots show, for the tensor encoded as `type` (its own type = the source compared with itself).
Result<TensorAnalysis> analyzeTensor(const Model& model, TensorId tensor, TensorType type,
                                     const ImportanceMatrix* importance, Sampling sampling, const Job& job,
                                     Effort effort = Effort::Normal, BackendGate* gate = nullptr);

// The source's own statistics, without any encoding.
Result<SourceStatistics> measureSource(const Model& model, TensorId tensor, Sampling sampling, const Job& job);

struct ComparedTensor {
  std::string name;
  TensorType originalType;
  TensorType type;
  ErrorMetrics error;
  SourceStatistics source;
};
struct Comparison {
  std::vector<ComparedTensor> tensors;  // those in both files, in the original's order
  ErrorMetrics total;                   // over all values of them
  std::vector<std::string> onlyInOriginal;
  std::vector<std::string> onlyInQuantized;
};

// Two models, tensor by tensor by name. Errors: Corrupt if a shape differs, NotFound if they share no tensor,
// UnsupportedType, Cancelled.
Result<Comparison> compareModels(const Model& original, const Model& quantized, Sampling sampling, const Job& job);

// Source and decoded values of rows [firstRow, firstRow + rowCount), for looking at single blocks.
struct RowValues {
  std::vector<float> source;
  std::vector<float> decoded;
};
Result<RowValues> readRows(const Model& model, TensorId tensor, TensorType type, const ImportanceMatrix* importance,
                           std::uint64_t firstRow, std::uint64_t rowCount, Effort effort = Effort::Normal);

}  // namespace halftone
