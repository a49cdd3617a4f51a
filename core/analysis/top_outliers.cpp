#include "core/analysis/top_outliers.h"

#include <algorithm>
#include <cmath>

namespace halftone {
namespace {

// Whether `a` is the greater outlier: a total order over the places of one tensor.
bool greater(const Outlier& a, const Outlier& b) {
  const float sizeOfA = std::abs(a.value);
  const float sizeOfB = std::abs(b.value);
  if (sizeOfA != sizeOfB) return sizeOfA > sizeOfB;
  if (a.row != b.row) return a.row < b.row;
  return a.column < b.column;
}

}  // namespace

void TopOutliers::add(const RowSlab& slab) {
  for (std::size_t row = 0; row < slab.rows(); ++row) {
    const std::span<const float> source = slab.sourceRow(row);
    const std::span<const float> decoded = slab.decodedRow(row);
    for (std::size_t column = 0; column < source.size(); ++column) {
      const float size = std::abs(source[column]);
      // The first test turns nearly every value away; NaN fails it too.
      if (!(size >= (m_heap.size() < kKept ? 0.0F : std::abs(m_heap.front().value)))) continue;
      if (size == 0 || !std::isfinite(size)) continue;
      const float after = decoded.empty() ? source[column] : decoded[column];
      offer({slab.firstRow + row, slab.firstColumn + column, source[column], after});
    }
  }
}

void TopOutliers::merge(const TopOutliers& other) {
  for (const Outlier& outlier : other.m_heap) offer(outlier);
}

void TopOutliers::offer(const Outlier& outlier) {
  if (m_heap.size() == kKept) {
    if (!greater(outlier, m_heap.front())) return;
    std::pop_heap(m_heap.begin(), m_heap.end(), greater);
    m_heap.pop_back();
  }
  m_heap.push_back(outlier);
  std::push_heap(m_heap.begin(), m_heap.end(), greater);
}

std::vector<Outlier> TopOutliers::sorted() const {
  std::vector<Outlier> outliers = m_heap;
  std::sort(outliers.begin(), outliers.end(), greater);
  return outliers;
}

}  // namespace halftone
