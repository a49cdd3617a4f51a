#include <fmt/format.h>

#include "app/cli/json_output.h"
#include "app/cli/metrics_table.h"
#include "app/cli/progress_line.h"
#include "app/cli/run_command.h"
#include "core/run/measure.h"
#include "core/run/thread_limit.h"

namespace halftone::cli {
namespace {

void remarkMissing(const std::vector<std::string>& names, const char* where, std::vector<std::string>& remarks) {
  if (names.empty()) return;
  const std::string count = names.size() == 1 ? "1 tensor is" : fmt::format("{} tensors are", names.size());
  remarks.push_back(fmt::format("{} only in the {} file, such as {}.", count, where, names.front()));
}

MeasuredTensors measuredOf(const Comparison& comparison) {
  MeasuredTensors measured;
  for (const ComparedTensor& tensor : comparison.tensors)
    measured.tensors.push_back({tensor.name, tensor.type, tensor.error, tensor.source.kurtosis, tensor.source.peak});
  measured.total = comparison.total;
  remarkMissing(comparison.onlyInOriginal, "original", measured.remarks);
  remarkMissing(comparison.onlyInQuantized, "quantized", measured.remarks);
  return measured;
}

}  // namespace

Status runCompare(const CompareCommand& command, const Console& console, const std::stop_token& stop) {
  HALFTONE_TRY(const std::shared_ptr<const Model> original, Model::open(command.original));
  HALFTONE_TRY(const std::shared_ptr<const Model> quantized, Model::open(command.quantized));
  ProgressLine progress(console.errors, original->tensorBytes());
  const Job job(stop, [&progress](double fraction) { progress.show(fraction); });
  Result<Comparison> comparison;
  runWithThreads(command.threads, [&] { comparison = compareModels(*original, *quantized, {command.sample}, job); });
  progress.clear();
  if (!comparison) return failure(comparison.error());
  const MeasuredTensors measured = measuredOf(*comparison);
  if (command.json) {
    for (const std::string& remark : measured.remarks) console.tell(remark + "\n");
    console.print(measuredJson(measured));
  } else {
    console.print(measuredTable(measured));
  }
  return {};
}

}  // namespace halftone::cli
