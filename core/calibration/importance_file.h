// The two forms of an importance matrix, as they are read.
// Thread-safety: pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/job.h"
#include "core/base/result.h"
#include "core/calibration/importance_matrix.h"

namespace halftone {

struct ImportanceFile {
  std::vector<std::string> datasets;
  std::uint64_t chunks = 0;
  std::map<std::string, ImportanceEntry, std::less<>> entries;
};

// A GGUF with two F32 tensors per weight: NAME.in_sum2, sums of squared activations [columns, experts], and NAME.counts
// [1, experts]; importance is sum / count, 1 where the count is 0.
Result<ImportanceFile> parseImportanceGguf(std::span<const std::byte> bytes, const std::string& file,
                                           const Job& job = {});

// The older form: numbers are i32; entries × (name length, name, calls, n, n × f32), chunks, length and name of the
// dataset (both missing in the oldest files). Values are mean × calls; where calls is 0, importance is 1.
Result<ImportanceFile> parseImportanceDat(std::span<const std::byte> bytes, const std::string& file,
                                          const Job& job = {});

// Whether `bytes` start as the older form does.
bool looksLikeImportanceDat(std::span<const std::byte> bytes);

// Refuses values that are NaN, infinite or negative. Errors: NotFinite, Corrupt, naming file and tensor.
Status checkImportance(const std::vector<float>& values, const std::string& file, std::string_view tensor);

}  // namespace halftone
