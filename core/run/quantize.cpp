#include "core/run/quantize.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "core/base/within_memory.h"
#include "core/run/arena.h"
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

// Takes the first shard of an older set away, if there is one under these names.
Status withdrawFirstShard(const std::filesystem::path& first) {
  std::error_code error;
  std::filesystem::remove(first, error);
  if (!error) return {};
  return failure({ErrorCode::CannotWrite, "replacing the older shards", first.string(), error.message(),
                  "Nothing was replaced. Choose another name or folder"});
}

// The last point at which a cancel is heard; from here on destinations change. One file changes in one step. Several
// cannot, and old and new shards of the same names would open as one model. So the first shard, without which no set
// opens, leaves before any other changes and comes last: at every moment between, a set is the old one, or opening it
// says that a shard is missing, or it is the new one.
Status commitFiles(const RunContext& context, std::vector<GgufWriter>& writers) {
  if (context.job.cancelled()) return failure(Job::cancelledError("writing"));
  if (writers.size() > 1) HALFTONE_TRY_STATUS(withdrawFirstShard(writers.front().destination()));
  for (std::size_t shard = 1; shard < writers.size(); ++shard) HALFTONE_TRY_STATUS(writers[shard].commit());
  return writers.front().commit();
}

QuantizeReport reportOf(const RunContext& context, const std::vector<GgufWriter>& writers,
                        const EncodeOutcome& outcome) {
  QuantizeReport report;
  for (const GgufWriter& writer : writers) report.files.push_back(writer.destination());
  report.fileBytes = context.plan.fileBytes;
  for (std::size_t i = 0; i < outcome.tensors.size(); ++i) {
    const WrittenTensor& tensor = outcome.tensors[i];
    report.zeroedValues += tensor.notFinite;
    if (tensor.notFinite != 0) report.zeroedTensors.push_back(context.plan.entries[i].name);
    report.saturatedValues += tensor.saturated;
    if (tensor.saturated != 0) report.saturatedTensors.push_back(context.plan.entries[i].name);
  }
  report.slabs = outcome.slabsEncoded;
  report.backend = outcome.backend;
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
  // 5. All files take their names. If one of several shards cannot, the set stays without its first and does not open.
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
    const std::size_t waiting = options.backend == nullptr ? 0 : options.backend->slabsAtOnce();
    runInArena(
        options.threads, [&] { result.emplace(runPasses(context)); }, static_cast<unsigned>(waiting));
    return std::move(*result);
  });
}

}  // namespace halftone
