// What `analyze` and `compare` show: damage and shape of each tensor, and of all together.
// Thread-safety: values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/tensor_analysis.h"
#include "core/format/tensor_type.h"

namespace halftone::cli {

struct MeasuredTensor {
  std::string name;
  TensorType type = TensorType::F32;  // that it was encoded as
  ErrorMetrics error;
  double kurtosis = 0;  // of the source
  double peak = 0;
};

struct MeasuredType {
  TensorType type = TensorType::F32;
  ErrorMetrics error;  // over all values of the rows of this type
};

struct MeasuredTensors {
  std::vector<MeasuredTensor> tensors;
  ErrorMetrics total;                // over all values of all rows
  std::vector<MeasuredType> byType;  // one per type asked for; empty if none was
  std::vector<std::string> remarks;  // for people: what was left out, what is damaged
  // Names without a partner; `compare` alone has them.
  std::optional<std::vector<std::string>> onlyInOriginal;
  std::optional<std::vector<std::string>> onlyInQuantized;
};

// "3 values in 2 tensors are NaN or infinite …", naming them; nothing if all are finite.
std::optional<std::string> notFiniteRemark(const MeasuredTensors& measured);

// "a, b and 7 more": at most 20 of the names.
std::string namesText(const std::vector<std::string>& names);

}  // namespace halftone::cli
