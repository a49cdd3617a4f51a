// PlotTable: the numbers behind a plot, for the read-out under the pointer and for CSV.
// Thread-safety: values.
#pragma once

#include <QIODevice>
#include <QString>
#include <cstddef>
#include <optional>
#include <vector>

namespace halftone::app {

struct PlotColumn {
  enum class Kind { Value, Count, Share, Ratio };
  QString name;  // also CSV's header
  Kind kind = Kind::Value;
  std::vector<double> values;  // NaN = no value there
};

struct PlotTable {
  std::vector<PlotColumn> columns;  // all of one length; the first is the abscissa, ascending

  std::size_t rows() const { return columns.empty() ? 0 : columns.front().values.size(); }

  // The row whose abscissa is nearest to `x`; on a logarithmic axis nearest as drawn. Nothing for an empty table.
  std::optional<std::size_t> nearest(double x, bool logarithmic) const;

  // "Weight 0.0123 · source 4,096 · decoded 0". REQUIRES: row < rows().
  QString readOut(std::size_t row) const;

  // RFC 4180 with a header line, '.' in numbers whatever the locale, every number exact to the last bit.
  // False if the device refuses.
  bool writeCsv(QIODevice& device) const;
  QString csv() const;
};

}  // namespace halftone::app
