// Leaving NaN and infinity out: measures are taken of what is finite, and what is not is counted.
// Thread-safety: the functions are pure; FinitePairs is used by one thread at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace halftone {

// How many values are NaN or infinite.
std::uint64_t countNotFinite(std::span<const float> values);

// Rows with every pair removed in which the source or the decoded value is not finite. Costs one scan where all are.
class FinitePairs {
 public:
  struct View {
    std::span<const float> source;
    std::span<const float> decoded;     // empty if `decoded` was
    std::span<const float> importance;  // empty if `importance` was
  };

  // The view lasts until the next call. REQUIRES: spans of equal sizes; `decoded` and `importance` may be empty.
  View of(std::span<const float> source, std::span<const float> decoded, std::span<const float> importance);

 private:
  std::vector<float> m_source, m_decoded, m_importance;
};

}  // namespace halftone
