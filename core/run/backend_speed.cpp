#include "core/run/backend_speed.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <random>
#include <thread>
#include <vector>

#include "core/codec/codec.h"
#include "core/run/arena.h"
#include "core/run/ordered_pipeline.h"
#include "core/run/slab.h"

namespace halftone {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kColumns = 4096;
constexpr std::size_t kValues = SlabCut::kValues;
constexpr std::array kTypes = {TensorType::Q4_K, TensorType::Q8_0, TensorType::BF16};

std::optional<TensorType> typeFor(const Backend& backend) {
  for (const TensorType type : kTypes)
    if (backend.canRecode(TensorType::F16, type, Effort::Normal)) return type;
  return std::nullopt;
}

std::vector<std::byte> madeUpWeights(std::size_t count) {
  std::mt19937 random(1);
  std::normal_distribution<float> normal(0.0F, 0.02F);
  std::vector<float> values(count);
  for (float& value : values) value = normal(random);
  std::vector<std::byte> halves(2 * count);
  findCodec(TensorType::F16)->encode({values, kColumns}, halves);
  return halves;
}

// Weights per second of `slabs` slabs of `values`, each done by `work`.
double rateOf(std::size_t slabs, std::size_t values, unsigned waiting, const std::function<void()>& work) {
  const Clock::time_point start = Clock::now();
  runInArena(
      0,
      [&] {
        std::size_t taken = 0;
        runPipeline(slotsForThisArena(),
                    {[&](std::size_t) { return taken++ < slabs; }, [&](std::size_t) { work(); }, [](std::size_t) {}});
      },
      waiting);
  return static_cast<double>(slabs * values) / std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

Result<EncodeSpeed> measureEncodeSpeed(Backend& backend) {
  const std::optional<TensorType> type = typeFor(backend);
  if (!type)
    return failure({ErrorCode::DeviceFailed, "measuring its speed", backend.name(),
                    "it encodes no type that is measured", "The CPU does the same work"});
  const std::size_t rows = std::max<std::size_t>(1, std::min(kValues, backend.mostValues()) / kColumns);
  const std::size_t values = rows * kColumns;
  const std::vector<std::byte> stored = madeUpWeights(values);
  const std::size_t bytes = tensorBytes(*type, kColumns, rows)->count;
  const auto encodeThere = [&]() -> Status {
    std::vector<std::byte> encoded(bytes);
    RecodeJob job;
    job.sourceType = TensorType::F16;
    job.stored = stored;
    job.columns = kColumns;
    job.type = *type;
    job.encoded = encoded;
    HALFTONE_TRY(const RecodeOutcome outcome, backend.recode(job));
    static_cast<void>(outcome);
    return {};
  };
  HALFTONE_TRY_STATUS(encodeThere());  // prepares shaders

  EncodeSpeed speed;
  speed.type = *type;
  Status failed;
  std::mutex failing;
  const unsigned seats = static_cast<unsigned>(backend.slabsAtOnce());
  speed.there = rateOf(4 * seats, values, seats, [&] {
    if (Status done = encodeThere(); !done) {
      const std::scoped_lock lock(failing);
      failed = std::move(done);
    }
  });
  HALFTONE_TRY_STATUS(failed);
  // Each thread does a slab at a time: several for each, so that all are at work nearly all the time.
  const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
  speed.here = rateOf(std::max<std::size_t>(8, 3 * threads), values, 0, [&] {
    std::vector<float> decoded(values);
    std::vector<std::byte> encoded(bytes);
    findCodec(TensorType::F16)->decode(stored, decoded);
    findCodec(*type)->encode({decoded, kColumns}, encoded);
  });
  return speed;
}

}  // namespace halftone
