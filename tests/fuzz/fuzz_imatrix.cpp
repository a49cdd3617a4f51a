// Importance matrices in both forms: any bytes are refused in words or give finite importance of the size they say.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/calibration/importance_matrix.h"
#include "tests/fuzz/check_tensors.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace halftone;
  const Result<ImportanceMatrix> matrix =
      ImportanceMatrix::parse(std::as_bytes(std::span(data, size)), "fuzzed.imatrix");
  if (!matrix) {
    fuzz::require(!matrix.error().message().empty() && !matrix.error().advice.empty());
    return 0;
  }
  fuzz::require(!matrix->entries().empty());
  for (const auto& [name, entry] : matrix->entries()) {
    fuzz::require(entry.columns > 0 && entry.experts > 0 && entry.values.size() == entry.columns * entry.experts);
    fuzz::require(entry.counts.size() == entry.experts);
    fuzz::require(matrix->columns(name, entry.experts - 1).size() == entry.columns);
    for (const float value : entry.values) fuzz::require(std::isfinite(value) && value >= 0);
  }
  return 0;
}
