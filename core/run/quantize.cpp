#include "core/run/quantize.h"

#include <chrono>
#include <optional>
#include <utility>

#include "core/base/within_memory.h"
#include "core/run/encode_pass.h"
#include "core/run/ordered_pipeline.h"
#include "core/run/progress_meter.h"
#include "core/run/run_context.h"
#include "core/run/verify_pass.h"

namespace halftone {
namespace {

// The share of a run that reading back takes, for the progress bar: decoding is that much faster than encoding.
constexpr double kVerifyingFrom = 0.85;

Bytes sourceBytes(const Model& model, const Plan& plan) {
  Bytes bytes;
  for (const PlanEntry& entry : plan.entries) bytes += model.tensor(entry.tensor).bytes;
  return bytes;
}

// One temporary file per shard, its header written and its space reserved.
Result<std::vector<GgufWriter>> createFiles(const RunContext& context) {
  std::vector<GgufWriter> writers;
  const std::size_t shards = context.plan.shards.size();
  for (std::size_t shard = 0; shard < shards; ++shard) {
    HALFTONE_TRY(GgufWriter writer,
                 GgufWriter::create(shardPath(context.options.output, shard, shards), context.plan.shards[shard]));
    writers.push_back(std::move(writer));
  }
  return writers;
}

Status finishFiles(const RunContext& context, std::vector<GgufWriter>& writers) {
  for (GgufWriter& writer : writers) {
    if (context.job.cancelled()) return failure(Job::cancelledError("writing"));
    HALFTONE_TRY_STATUS(writer.finish());
  }
  return {};
}

// The last point at which a cancel is heard; from here on destinations change.
Status commitFiles(const RunContext& context, std::vector<GgufWriter>& writers) {
  if (context.job.cancelled()) return failure(Job::cancelledError("writing"));
  for (GgufWriter& writer : writers) HALFTONE_TRY_STATUS(writer.commit());
  return {};
}

QuantizeReport reportOf(const RunContext& context, const std::vector<GgufWriter>& writers,
                        const EncodeOutcome& outcome) {
  QuantizeReport report;
  for (const GgufWriter& writer : writers) report.files.push_back(writer.destination());
  report.fileBytes = context.plan.fileBytes;
  for (std::size_t i = 0; i < outcome.tensors.size(); ++i) {
    if (outcome.tensors[i].notFinite == 0) continue;
    report.zeroedValues += outcome.tensors[i].notFinite;
    report.zeroedTensors.push_back(context.plan.entries[i].name);
  }
  report.secondsReading = outcome.secondsReading;
  report.secondsEncoding = outcome.secondsEncoding;
  report.secondsWriting = outcome.secondsWriting;
  return report;
}

Result<QuantizeReport> runPasses(const RunContext& context) {
  // 1. Nothing is touched before everything that can be checked is.
  HALFTONE_TRY_STATUS(checkQuantize(context.model, context.plan, context.importance, context.options));
  // 2. Temporary files beside the destinations.
  HALFTONE_TRY(std::vector<GgufWriter> writers, createFiles(context));
  // 3. Every tensor, slab by slab. After it the temporary files hold all bytes.
  context.observer.runStarted(context.plan);
  context.meter.beginPass(false, sourceBytes(context.model, context.plan), 0, kVerifyingFrom);
  HALFTONE_TRY(const EncodeOutcome outcome, encodePass(context, writers));
  HALFTONE_TRY_STATUS(finishFiles(context, writers));
  context.meter.endPass();
  // 4. Read back. After it the temporary files are known to be what was planned.
  const double verifyingSince = context.meter.secondsElapsed();
  context.meter.beginPass(true, context.plan.totalBytes, kVerifyingFrom, 1);
  HALFTONE_TRY_STATUS(verifyPass(context, writers, outcome));
  QuantizeReport report = reportOf(context, writers, outcome);
  report.secondsVerifying = context.meter.secondsElapsed() - verifyingSince;
  // 5. All files take their names, or, if one cannot, those before it have theirs and the error says which failed.
  HALFTONE_TRY_STATUS(commitFiles(context, writers));
  context.meter.endPass();
  report.secondsTotal = context.meter.secondsElapsed();
  context.observer.runFinished();
  return report;
}

}  // namespace

Result<QuantizeReport> quantize(const Model& model, const Plan& plan, const ImportanceMatrix* importance,
                                const QuantizeOptions& options, RunObserver* observer, const Job& job) {
  return withinMemory("exporting", [&]() -> Result<QuantizeReport> {
    RunObserver nobody;
    ProgressMeter meter(job, observer);
    const RunContext context{model, plan, importance, options, observer == nullptr ? nobody : *observer, job, meter};
    std::optional<Result<QuantizeReport>> result;
    runInArena(options.threads, [&] { result.emplace(runPasses(context)); });
    return std::move(*result);
  });
}

}  // namespace halftone
