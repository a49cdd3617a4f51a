// BinEdges: the bins of a SecondPass as a device without doubles can tell them, value for value as the CPU does.
// The CPU bins by a rule in double precision. It never falls where values rise, so a bin begins at some least float,
// which is looked for here, and the device compares with that. An error x − y, which need not be a float, is compared
// as the exact pair rounded + rest that two sums of floats give (see exact.glsl); so edges of errors are pairs.
// Thread-safety: a value; const functions from any thread. Making one takes a tenth of a millisecond: keep it for a
// tensor.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/analysis/tensor_passes.h"
#include "gpu/ops/metrics_layout.h"

namespace halftone::gpu {

class BinEdges {
 public:
  explicit BinEdges(const AnalysisScale& scale);

  const AnalysisScale& scale() const { return m_scale; }
  // False where errors are so much smaller than values (a rounded-off part in 10^24) that pairs cannot tell their bins:
  // such a tensor is the CPU's.
  bool usable() const { return m_usable; }

  // Words as histograms.comp reads them: of weights, signed; of errors, pairs; of sizes; of the tail.
  const std::vector<std::uint32_t>& words() const { return m_words; }
  // Values are multiplied by 2 to this before errors are taken, and positions are guessed by these.
  std::int32_t exponent() const { return m_exponent; }
  float errorBinsPerUnit() const { return m_errorBinsPerUnit; }
  float weightBinsPerUnit() const { return m_weightBinsPerUnit; }

 private:
  void addWeightEdges();
  void addErrorEdges();
  void addSizeEdges();

  AnalysisScale m_scale;
  bool m_usable = true;
  std::int32_t m_exponent = 0;
  float m_errorBinsPerUnit = 0;
  float m_weightBinsPerUnit = 0;
  std::vector<std::uint32_t> m_words;
};

}  // namespace halftone::gpu
