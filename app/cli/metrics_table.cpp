#include "app/cli/metrics_table.h"

#include <fmt/format.h>

#include <cmath>

#include "app/cli/table.h"

namespace halftone::cli {
namespace {

std::string decibels(const ErrorMetrics& error) {
  if (std::isinf(error.sqnrDb)) return "∞";
  return fmt::format("{}{:.2f}", error.sampled ? "≈" : "", error.sqnrDb);
}

std::string percent(double share) { return share == 0 ? "0 %" : fmt::format("{:.3f} %", share * 100); }

std::vector<std::string> metricCells(const ErrorMetrics& error) {
  return {decibels(error),
          fmt::format("{:.3e}", error.rmse),
          fmt::format("{:.3e}", error.maxError),
          fmt::format("{:+.1e}", error.bias),
          fmt::format("{:.6f}", error.cosine),
          percent(error.signLost),
          percent(error.signFlipped)};
}

void addRow(Table& table, const std::string& name, const std::string& type, const ErrorMetrics& error,
            const std::string& kurtosis, const std::string& peak) {
  std::vector<std::string> cells = {name, type, std::to_string(error.values),
                                    error.notFinite == 0 ? "" : std::to_string(error.notFinite)};
  for (std::string& cell : metricCells(error)) cells.push_back(std::move(cell));
  cells.push_back(kurtosis);
  cells.push_back(peak);
  table.addRow(std::move(cells));
}

}  // namespace

std::string measuredTable(const MeasuredTensors& measured) {
  using Align = Table::Align;
  Table table({{"tensor"},
               {"type"},
               {"values", Align::Right},
               {"NaN, inf", Align::Right},
               {"SQNR dB", Align::Right},
               {"RMSE", Align::Right},
               {"max error", Align::Right},
               {"bias", Align::Right},
               {"cosine", Align::Right},
               {"sign lost", Align::Right},
               {"flipped", Align::Right},
               {"kurtosis", Align::Right},
               {"peak", Align::Right}});
  for (const MeasuredTensor& tensor : measured.tensors)
    addRow(table, tensor.name, tensorTypeName(tensor.type), tensor.error, fmt::format("{:.2f}", tensor.kurtosis),
           fmt::format("{:.1f}", tensor.peak));
  for (const MeasuredType& total : measured.byType)
    addRow(table, "all", tensorTypeName(total.type), total.error, "", "");
  if (measured.byType.empty()) addRow(table, "all", "", measured.total, "", "");
  std::string text = table.text();
  for (const std::string& remark : measured.remarks) text += "\n" + printable(remark) + "\n";
  return text;
}

}  // namespace halftone::cli
