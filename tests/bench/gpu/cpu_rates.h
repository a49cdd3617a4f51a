// CpuRates: weights per second of core/codec and core/analysis, with all of some threads at work on their own rows.
// Thread-safety: one thread at a time; parallel inside.
#pragma once

#include <functional>
#include <vector>

#include "tests/bench/gpu/inputs.h"

namespace halftone::bench {

class CpuRates {
 public:
  // Each measurement takes `seconds`.
  CpuRates(unsigned threads, double seconds);

  unsigned threads() const { return static_cast<unsigned>(m_work.size()); }
  double decode(TensorType type);
  double encode(TensorType type, bool weighted);  // at effort normal
  double measure(Measure measure, bool weighted);

 private:
  struct Work {
    std::vector<float> values, other;  // `other`: decoded
    std::vector<std::byte> blocks;
  };
  RowSlab slabOf(const Work& work, bool weighted) const;
  double rateOf(const std::function<void(Work&)>& once);

  double m_seconds;
  std::vector<float> m_importance = madeUpImportance();
  AnalysisScale m_scale;
  std::vector<Work> m_work;
};

}  // namespace halftone::bench
