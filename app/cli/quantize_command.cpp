#include "core/run/quantize.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>

#include "app/cli/cancel_on_signal.h"
#include "app/cli/json_output.h"
#include "app/cli/plan_request.h"
#include "app/cli/plan_table.h"
#include "app/cli/progress_line.h"
#include "app/cli/run_command.h"
#include "app/cli/table.h"
#include "core/base/text.h"
#include "core/io/atomic_file.h"
#include "gpu/ops/device_choice.h"

namespace halftone::cli {
namespace {

Status checkImportance(const QuantizeCommand& command, const Plan& plan) {
  if (plan.needsImportance == 0 || command.allowMissingImportance) return {};
  const auto first = std::find_if(plan.entries.begin(), plan.entries.end(),
                                  [](const PlanEntry& entry) { return entry.needsImportance; });
  return failure(
      {ErrorCode::NeedsConsent, "", fmt::format("tensor {}", first->name),
       fmt::format("{} is too small for good results without an importance matrix, and {} of the tensors have none",
                   tensorTypeName(first->type), plan.needsImportance),
       "Give one with --imatrix, or accept the loss with --allow-missing-imatrix"});
}

std::string destinationText(const QuantizeCommand& command, const Plan& plan) {
  const std::filesystem::path first = shardPath(command.output, 0, plan.shards.size());
  std::string text = fmt::format("Writing {}", first.string());
  if (plan.shards.size() > 1) text += fmt::format(" and {} more", plan.shards.size() - 1);
  text += fmt::format(", effort {}", effortName(plan.effort));
  if (!plan.backend.empty()) text += fmt::format(", on {} and the CPU", plan.backend);
  if (const Result<Bytes> available = freeSpace(first)) text += fmt::format("; {} are free", formatBytes(*available));
  return printable(text) + ".\n";
}

// Parts of a short run are told to the hundredth.
std::string shareOfTime(double seconds) {
  return seconds < 10 ? fmt::format("{:.2f} s", seconds) : formatDuration(seconds);
}

std::string reportText(const QuantizeReport& report) {
  std::string text =
      fmt::format("Wrote and checked {} in {}:\n", formatBytes(report.fileBytes), formatDuration(report.secondsTotal));
  for (const std::filesystem::path& file : report.files) text += "  " + printable(file.string()) + "\n";
  text += fmt::format("Reading took {}, encoding {} (both summed over threads), writing {}, checking {}.\n",
                      shareOfTime(report.secondsReading), shareOfTime(report.secondsEncoding),
                      shareOfTime(report.secondsWriting), shareOfTime(report.secondsVerifying));
  if (!report.backend.name.empty())
    text += fmt::format("{} did {} of {} slabs, the CPU the others.\n", printable(report.backend.name),
                        report.backend.slabs, report.slabs);
  for (const std::string& note : report.backend.notes) text += "Note: " + printable(note) + "\n";
  if (report.zeroedValues != 0)
    text += fmt::format("{} values that were NaN or infinite were written as 0, in {} tensors.\n", report.zeroedValues,
                        report.zeroedTensors.size());
  if (report.saturatedValues != 0)
    text += fmt::format(
        "Warning: {} values beyond ±65504 do not fit f16 and were written as ±65504, in {} tensors (the "
        "first is {}); bf16 holds them.\n",
        report.saturatedValues, report.saturatedTensors.size(), printable(report.saturatedTensors.front()));
  return text;
}

Status dryRun(const QuantizeCommand& command, const PlannedModel& planned, const Console& console) {
  if (command.json) {
    console.print(planJson(planned.plan));
    return {};
  }
  console.print(planTable(planned.plan) + "\n" + planParagraph(*planned.model, planned.plan) +
                "Nothing was written (--dry-run).\n");
  return {};
}

}  // namespace

Status runQuantize(const QuantizeCommand& command, const Console& console) {
  HALFTONE_TRY(const gpu::DeviceChoice device, gpu::chooseDevice(command.device));
  HALFTONE_TRY(const PlannedModel planned, planModel(command.input, command.planning, device.backend.get()));
  if (command.dryRun) return dryRun(command, planned, console);

  // Everything that could stop the work is asked before it starts.
  HALFTONE_TRY_STATUS(checkImportance(command, planned.plan));
  const ImportanceMatrix* importance = planned.importance ? &*planned.importance : nullptr;
  QuantizeOptions options;
  options.output = command.output;
  options.threads = command.threads;
  if (!planned.plan.backend.empty()) options.backend = device.backend.get();
  options.nonFinite = command.nonFiniteToZero ? NonFinitePolicy::WriteZeros : NonFinitePolicy::Refuse;
  if (command.planning.tensorTypeFile) options.otherInputs.push_back(*command.planning.tensorTypeFile);
  HALFTONE_TRY_STATUS(checkQuantize(*planned.model, planned.plan, importance, options));

  std::signal(SIGPIPE, SIG_IGN);  // who reads the words may go; the export goes on
  const CancelOnSignal cancel;    // before the words that say that the work begins
  const std::string before = planParagraph(*planned.model, planned.plan) + destinationText(command, planned.plan);
  command.json ? console.tell(before) : console.print(before);
  std::fflush(console.output);

  ProgressLine progress(console.errors, planned.model->tensorBytes());
  const Result<QuantizeReport> report =
      quantize(*planned.model, planned.plan, importance, options, &progress, Job(cancel.stopToken()));
  progress.clear();
  if (!report) return failure(report.error());
  console.print(command.json ? quantizeJson(planned.plan, *report) : reportText(*report));
  return {};
}

}  // namespace halftone::cli
