#include "core/analysis/finite.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>

#include "core/analysis/lanes.h"

namespace halftone {

std::uint64_t countNotFinite(std::span<const float> values) {
  constexpr std::uint32_t kMagnitude = 0x7fffffff;
  constexpr std::uint32_t kInfinity = 0x7f800000;
  constexpr std::size_t kTogether = 1U << 20;  // counts of so many fit lanes as narrow as the values
  std::uint64_t total = 0;
  for (std::size_t first = 0; first < values.size(); first += kTogether) {
    const std::span<const float> part = values.subspan(first, std::min(kTogether, values.size() - first));
    Lanes<std::uint32_t> count;
    forLanes(part.size(), [&](std::size_t lane, std::size_t i) {
      count[lane] += (std::bit_cast<std::uint32_t>(part[i]) & kMagnitude) >= kInfinity ? 1U : 0U;
    });
    total += count.sum();
  }
  return total;
}

FinitePairs::View FinitePairs::of(std::span<const float> source, std::span<const float> decoded,
                                  std::span<const float> importance) {
  if (countNotFinite(source) == 0 && countNotFinite(decoded) == 0) return {source, decoded, importance};
  m_source.clear();
  m_decoded.clear();
  m_importance.clear();
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (!std::isfinite(source[i]) || (!decoded.empty() && !std::isfinite(decoded[i]))) continue;
    m_source.push_back(source[i]);
    if (!decoded.empty()) m_decoded.push_back(decoded[i]);
    if (!importance.empty()) m_importance.push_back(importance[i]);
  }
  return {m_source, m_decoded, m_importance};
}

}  // namespace halftone
