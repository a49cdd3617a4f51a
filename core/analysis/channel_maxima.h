// ChannelMaxima: the largest |x| of each column and of each row, and how far they stand out.
// Thread-safety: values.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/analysis/row_slab.h"

namespace halftone {

class ChannelMaxima {
 public:
  // Beyond this many their maxima are not kept, so that no file can make memory grow without end. Fewer columns than
  // rows, because every part of a tensor in flight holds all columns.
  static constexpr std::uint64_t kMaxColumns = std::uint64_t{1} << 20;
  static constexpr std::uint64_t kMaxRows = std::uint64_t{1} << 22;

  // NaN and infinities are left out. REQUIRES: rows come in rising order, a long row's pieces one after the other.
  void add(const RowSlab& slab);
  // The same of a slab whose maxima were found elsewhere: of its rows, from `firstRow` on, and of its columns, from
  // `firstColumn` on. REQUIRES: finite, >= 0, and the condition of add().
  void addMaxima(std::uint64_t firstRow, std::uint64_t firstColumn, std::span<const float> rows,
                 std::span<const float> columns);
  // Joins what came later, with the same condition.
  void merge(const ChannelMaxima& later);

  float largest() const { return m_largest; }
  std::span<const float> columns() const { return m_columns; }
  std::span<const float> rows() const { return m_rows; }
  std::span<const std::uint64_t> rowNumbers() const { return m_rowNumbers; }

 private:
  void addRow(std::uint64_t row, float largest);
  void forgetRows();
  void makeRoomForColumns(std::uint64_t count);

  float m_largest = 0;
  bool m_tooManyColumns = false;
  bool m_tooManyRows = false;
  std::vector<float> m_columns;
  std::vector<float> m_rows;
  std::vector<std::uint64_t> m_rowNumbers;
};

// Each maximum over the median of all; over the median of those that are not 0, where the median is 0. All 0 if they
// all are.
std::vector<double> peaksOverMedian(std::span<const float> maxima);

}  // namespace halftone
