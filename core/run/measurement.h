// Measurement: one tensor being measured slab by slab, by the CPU or by a backend.
// Thread-safety: const access from any thread; each has SlabBuffers of its own.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/analysis/row_slab.h"
#include "core/base/job.h"
#include "core/calibration/importance_matrix.h"
#include "core/model/model.h"
#include "core/run/backend_gate.h"
#include "core/run/measure.h"
#include "core/run/measured_rows.h"
#include "core/run/recoder.h"
#include "core/run/tensor_source.h"

namespace halftone {

// What is being done, as errors tell it.
inline constexpr const char* kMeasuring = "measuring";

struct Measurement {
  TensorSource source;
  const ImportanceMatrix* importance;  // may be null
  MeasuredRows rows;
  const Job& job;
  Effort effort = Effort::Normal;
  BackendGate* gate = nullptr;  // may be null

  // Errors: those of TensorSource::open, WrongImportance (its columns are not the tensor's).
  static Result<Measurement> open(const Model& model, TensorId tensor, const ImportanceMatrix* importance,
                                  Sampling sampling, const Job& job);

  // Whether slabs may go to the backend, which is tried out on the tensor's middle.
  bool backendTakes(TensorType type) const;
  // Of a slab's stored bytes, to `type`; what is wanted of it is to be added.
  RecodeJob recodeJob(const Slab& slab, std::span<const std::byte> stored, TensorType type) const;
  // Whether the backend did it. REQUIRES: backendTakes() said so for its type.
  bool recodeOnBackend(const RecodeJob& recode) const;

  std::span<const float> importanceOf(const Slab& slab) const;
  // The slab for the accumulators.
  RowSlab rowSlab(const Slab& slab, std::span<const float> values, std::span<const float> decoded) const;
};

// What a slot needs to read a slab and to see it encoded.
struct SlabBuffers {
  std::vector<float> values;  // empty until they are needed here
  std::vector<float> decoded;
  std::vector<std::byte> stored;
  Recoder::Scratch scratch;

  Status read(const Measurement& measured, const Slab& slab);
  void decodeValues(const Measurement& measured, const Slab& slab);
};

}  // namespace halftone
