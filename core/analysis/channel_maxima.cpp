#include "core/analysis/channel_maxima.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/analysis/finite.h"
#include "core/analysis/lanes.h"

namespace halftone {
namespace {

float largestOf(std::span<const float> row) {
  Lanes<float> largest;
  forLanes(row.size(),
           [&](std::size_t lane, std::size_t i) { largest[lane] = std::max(largest[lane], std::abs(row[i])); });
  return largest.max();
}

void raise(std::span<float> maxima, std::span<const float> row) {
  for (std::size_t i = 0; i < row.size(); ++i) maxima[i] = std::max(maxima[i], std::abs(row[i]));
}

double medianOf(std::vector<float>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  const double upper = static_cast<double>(*middle);
  if (values.size() % 2 == 1) return upper;
  return (static_cast<double>(*std::max_element(values.begin(), middle)) + upper) / 2;
}

}  // namespace

void ChannelMaxima::add(const RowSlab& slab) {
  makeRoomForColumns(slab.firstColumn + slab.columns);
  std::vector<float> cleaned;
  for (std::size_t index = 0; index < slab.rows(); ++index) {
    std::span<const float> row = slab.sourceRow(index);
    if (countNotFinite(row) > 0) {
      cleaned.assign(row.begin(), row.end());
      for (float& value : cleaned)
        if (!std::isfinite(value)) value = 0;
      row = cleaned;
    }
    addRow(slab.firstRow + index, largestOf(row));
    if (!m_tooManyColumns) raise(std::span(m_columns).subspan(slab.firstColumn, slab.columns), row);
  }
}

void ChannelMaxima::addMaxima(std::uint64_t firstRow, std::uint64_t firstColumn, std::span<const float> rows,
                              std::span<const float> columns) {
  makeRoomForColumns(firstColumn + columns.size());
  if (!m_tooManyColumns) raise(std::span(m_columns).subspan(firstColumn, columns.size()), columns);
  for (std::size_t i = 0; i < rows.size(); ++i) addRow(firstRow + i, rows[i]);
}

void ChannelMaxima::merge(const ChannelMaxima& later) {
  m_tooManyColumns = m_tooManyColumns || later.m_tooManyColumns;
  if (later.m_tooManyRows) forgetRows();
  makeRoomForColumns(later.m_columns.size());
  if (!m_tooManyColumns) raise(m_columns, later.m_columns);
  for (std::size_t i = 0; i < later.m_rows.size(); ++i) addRow(later.m_rowNumbers[i], later.m_rows[i]);
  m_largest = std::max(m_largest, later.m_largest);
}

void ChannelMaxima::addRow(std::uint64_t row, float largest) {
  m_largest = std::max(m_largest, largest);
  if (!m_rows.empty() && m_rowNumbers.back() == row) {
    m_rows.back() = std::max(m_rows.back(), largest);
    return;
  }
  if (m_tooManyRows || m_rows.size() >= kMaxRows) return forgetRows();
  m_rows.push_back(largest);
  m_rowNumbers.push_back(row);
}

void ChannelMaxima::forgetRows() {
  m_tooManyRows = true;
  m_rows = {};
  m_rowNumbers = {};
}

void ChannelMaxima::makeRoomForColumns(std::uint64_t count) {
  m_tooManyColumns = m_tooManyColumns || count > kMaxColumns;
  if (m_tooManyColumns)
    m_columns = {};
  else if (m_columns.size() < count)
    m_columns.resize(count, 0.0F);
}

std::vector<double> peaksOverMedian(std::span<const float> maxima) {
  std::vector<double> peaks(maxima.size(), 0.0);
  std::vector<float> sorted(maxima.begin(), maxima.end());
  if (sorted.empty()) return peaks;
  double median = medianOf(sorted);
  if (median == 0) {
    std::erase(sorted, 0.0F);
    if (sorted.empty()) return peaks;
    median = medianOf(sorted);
  }
  std::transform(maxima.begin(), maxima.end(), peaks.begin(),
                 [median](float maximum) { return static_cast<double>(maximum) / median; });
  return peaks;
}

}  // namespace halftone
