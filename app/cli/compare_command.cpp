#include <fmt/format.h>

#include "app/cli/cancel_on_signal.h"
#include "app/cli/json_output.h"
#include "app/cli/metrics_table.h"
#include "app/cli/progress_line.h"
#include "app/cli/run_command.h"
#include "core/run/arena.h"
#include "core/run/measure.h"

namespace halftone::cli {
namespace {

void remarkMissing(const std::vector<std::string>& names, const char* where, std::vector<std::string>& remarks) {
  if (names.empty()) return;
  const std::string count = names.size() == 1 ? "1 tensor is" : fmt::format("{} tensors are", names.size());
  remarks.push_back(fmt::format("{} only in the {} file: {}.", count, where, namesText(names)));
}

MeasuredTensors measuredOf(const Comparison& comparison) {
  MeasuredTensors measured;
  for (const ComparedTensor& tensor : comparison.tensors)
    measured.tensors.push_back({tensor.name, tensor.type, tensor.error, tensor.source.kurtosis, tensor.source.peak});
  measured.total = comparison.total;
  remarkMissing(comparison.onlyInOriginal, "original", measured.remarks);
  remarkMissing(comparison.onlyInQuantized, "quantized", measured.remarks);
  measured.onlyInOriginal = comparison.onlyInOriginal;
  measured.onlyInQuantized = comparison.onlyInQuantized;
  if (std::optional<std::string> remark = notFiniteRemark(measured)) measured.remarks.push_back(std::move(*remark));
  return measured;
}

}  // namespace

Status runCompare(const CompareCommand& command, const Console& console) {
  HALFTONE_TRY(const std::shared_ptr<const Model> original, Model::open(command.original));
  HALFTONE_TRY(const std::shared_ptr<const Model> quantized, Model::open(command.quantized));
  ProgressLine progress(console.errors, original->tensorBytes());
  const CancelOnSignal cancel;
  const Job job(cancel.stopToken(), [&progress](double fraction) { progress.show(fraction); });
  Result<Comparison> comparison;
  runInArena(command.threads, [&] { comparison = compareModels(*original, *quantized, {command.sample}, job); });
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
