#include "tests/bench/gpu/export_rate.h"

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "core/run/slab.h"
#include "tests/bench/gpu/inputs.h"

namespace halftone::bench {
namespace {

using Clock = std::chrono::steady_clock;

Status encodeSlab(Backend& backend, TensorType type, std::span<const std::byte> stored) {
  std::vector<std::byte> encoded(bytesOf(type, SlabCut::kValues));
  RecodeJob job;
  job.sourceType = TensorType::F16;
  job.stored = stored;
  job.columns = kColumns;
  job.type = type;
  job.encoded = encoded;
  const Result<RecodeOutcome> outcome = backend.recode(job);
  if (!outcome) return failure(outcome.error());
  return {};
}

}  // namespace

Result<ExportRate> exportRate(Backend& backend, TensorType type, double seconds) {
  const std::vector<std::byte> stored = blocksOf(TensorType::F16, madeUpWeights(SlabCut::kValues, 1));
  HALFTONE_TRY_STATUS(encodeSlab(backend, type, stored));
  std::atomic<std::size_t> slabs = 0;
  std::mutex failing;
  Status failed;
  const Clock::time_point start = Clock::now();
  const auto elapsed = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  {
    std::vector<std::jthread> workers;
    for (std::size_t seat = 0; seat < backend.slabsAtOnce(); ++seat)
      workers.emplace_back([&] {
        do {
          if (Status done = encodeSlab(backend, type, stored); !done) {
            const std::scoped_lock lock(failing);
            failed = std::move(done);
            return;
          }
          ++slabs;
        } while (elapsed() < seconds);
      });
  }
  const double rate = static_cast<double>(slabs.load()) / elapsed();
  HALFTONE_TRY_STATUS(failed);
  const auto ofSlab = [&](std::size_t count) { return rate * static_cast<double>(count); };
  return ExportRate{ofSlab(SlabCut::kValues), ofSlab(stored.size()), ofSlab(bytesOf(type, SlabCut::kValues))};
}

}  // namespace halftone::bench
