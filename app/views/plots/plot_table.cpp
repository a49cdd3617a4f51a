#include "app/views/plots/plot_table.h"

#include <QLocale>
#include <QStringList>
#include <algorithm>
#include <cmath>

#include "app/models/numbers.h"

namespace halftone::app {
namespace {

QString shown(double value, PlotColumn::Kind kind) {
  if (std::isnan(value)) return QStringLiteral("—");
  switch (kind) {
    case PlotColumn::Kind::Count:
      // A fitted curve has counts between whole numbers; below ten the fraction tells.
      if (value == std::floor(value) || value >= 10) return QLocale().toString(value, 'f', 0);
      return valueText(value);
    case PlotColumn::Kind::Share: return percentText(value);
    case PlotColumn::Kind::Ratio: return valueText(value) + QStringLiteral(" ×");
    case PlotColumn::Kind::Value: break;
  }
  return valueText(value);
}

QString quoted(QString field) {
  if (!field.contains(QLatin1Char(',')) && !field.contains(QLatin1Char('"'))) return field;
  return QLatin1Char('"') + field.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
}

}  // namespace

std::optional<std::size_t> PlotTable::nearest(double x, bool logarithmic) const {
  if (rows() == 0 || std::isnan(x)) return std::nullopt;
  const std::vector<double>& xs = columns.front().values;
  const auto above = std::lower_bound(xs.begin(), xs.end(), x);
  if (above == xs.begin()) return 0;
  if (above == xs.end()) return xs.size() - 1;
  const double low = *(above - 1);
  const double high = *above;
  const bool lowIsNearer = logarithmic && low > 0 ? x * x < low * high : x - low < high - x;
  const auto index = static_cast<std::size_t>(above - xs.begin());
  return lowIsNearer ? index - 1 : index;
}

QString PlotTable::readOut(std::size_t row) const {
  QStringList parts;
  for (const PlotColumn& column : columns)
    parts << column.name + QLatin1Char(' ') + shown(column.values[row], column.kind);
  return parts.join(QStringLiteral(" · "));
}

QString PlotTable::csv() const {
  QStringList header;
  for (const PlotColumn& column : columns) header << quoted(column.name);
  QString text = header.join(QLatin1Char(',')) + QLatin1String("\r\n");
  for (std::size_t row = 0; row < rows(); ++row) {
    QStringList fields;
    for (const PlotColumn& column : columns) {
      const double value = column.values[row];
      fields << (std::isnan(value) ? QString() : QString::number(value, 'g', QLocale::FloatingPointShortest));
    }
    text += fields.join(QLatin1Char(',')) + QLatin1String("\r\n");
  }
  return text;
}

bool PlotTable::writeCsv(QIODevice& device) const {
  const QByteArray bytes = csv().toUtf8();
  return device.write(bytes) == bytes.size();
}

}  // namespace halftone::app
