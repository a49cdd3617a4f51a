#include "tests/bench/gpu/resident.h"

#include <algorithm>
#include <chrono>

#include "gpu/ops/decode.h"
#include "gpu/ops/encode.h"
#include "gpu/ops/slots.h"
#include "gpu/ops/tables.h"

namespace halftone::bench {
namespace {

using Clock = std::chrono::steady_clock;
using gpu::kBlocks, gpu::kDecoded, gpu::kImportance, gpu::kStored, gpu::kValues;

constexpr int kLeastTimes = 3;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

}  // namespace

Result<std::unique_ptr<Resident>> Resident::create(const std::shared_ptr<gpu::Pipelines>& pipelines,
                                                   std::size_t weights, double seconds) {
  std::unique_ptr<Resident> made(new Resident(seconds));
  HALFTONE_TRY(made->m_lane, gpu::Lane::create(pipelines));
  HALFTONE_TRY_STATUS(made->hold(weights));
  return made;
}

Status Resident::hold(std::size_t weights) {
  const auto reached = static_cast<std::size_t>(m_lane->traits().largestBuffer / sizeof(float));
  const std::size_t rows = std::max<std::size_t>(1, std::min(weights, reached) / kColumns);
  m_values = madeUpWeights(rows * kColumns, 1);
  m_back.resize(m_values.size());
  gpu::prepareTables(*m_lane);
  m_lane->upload(kValues, std::as_bytes(std::span(m_values)));
  m_lane->upload(kImportance, std::as_bytes(std::span(m_importance)));
  return m_lane->run();
}

// The first time prepares shaders and buffers, and does not count.
Result<Resident::Times> Resident::best(const std::function<void()>& addSteps) {
  addSteps();
  HALFTONE_TRY_STATUS(m_lane->run());
  Times least{1e30, 1e30};
  const Clock::time_point start = Clock::now();
  for (int time = 0; time < kLeastTimes || secondsSince(start) < m_seconds; ++time) {
    const Clock::time_point own = Clock::now();
    addSteps();
    HALFTONE_TRY_STATUS(m_lane->run());
    const double whole = secondsSince(own);
    const double computing = m_lane->lastTimes().secondsComputing;
    least.whole = std::min(least.whole, whole);
    least.computing = std::min(least.computing, computing > 0 ? computing : whole);
  }
  return least;
}

Result<DeviceSeconds> Resident::bestOf(const std::function<void()>& addSteps, const std::function<void()>& addMoving) {
  HALFTONE_TRY(const Times computing, best(addSteps));
  HALFTONE_TRY(const Times moving, best(addMoving));
  return DeviceSeconds{computing.computing, moving.whole};
}

Result<double> Resident::copying() {
  const auto words = static_cast<std::uint32_t>(weights());
  m_lane->upload(kStored, std::as_bytes(std::span(m_values)));
  HALFTONE_TRY_STATUS(m_lane->run());
  HALFTONE_TRY(const Times times,
               best([&] { m_lane->dispatch({"copy"}, (words + 1023) / 1024, std::as_bytes(std::span(&words, 1))); }));
  return 2.0 * sizeof(float) * static_cast<double>(weights()) / times.computing;
}

Result<Resident::Bus> Resident::bus() {
  const double bytes = sizeof(float) * static_cast<double>(weights());
  const bool byDevice = !m_lane->traits().info.sharesMemory && m_lane->traits().timestampBits > 0;
  double least[2] = {1e30, 1e30};
  for (int time = 0; time < 2 * kLeastTimes; ++time) {
    for (const bool up : {true, false}) {
      const Clock::time_point start = Clock::now();
      if (up)
        m_lane->upload(kValues, std::as_bytes(std::span(m_values)));
      else
        m_lane->download(kValues, std::as_writable_bytes(std::span(m_back)));
      HALFTONE_TRY_STATUS(m_lane->run());
      const double seconds = byDevice ? m_lane->lastTimes().seconds : secondsSince(start);
      if (time > 0) least[up ? 0 : 1] = std::min(least[up ? 0 : 1], seconds);
    }
  }
  return Bus{bytes / least[0], bytes / least[1]};
}

Result<DeviceSeconds> Resident::decode(TensorType type) {
  const std::vector<std::byte> blocks = blocksOf(type, m_values);
  m_lane->upload(kBlocks, blocks);
  HALFTONE_TRY_STATUS(m_lane->run());
  return bestOf([&] { gpu::addDecode(*m_lane, type, gpu::DecodeOf::Encoded, weights()); },
                [&] {
                  m_lane->upload(kBlocks, blocks);
                  m_lane->download(kDecoded, std::as_writable_bytes(std::span(m_back)));
                });
}

Result<DeviceSeconds> Resident::encode(TensorType type, bool weighted) {
  std::vector<std::byte> blocks(bytesOf(type, weights()));
  return bestOf(
      [&] {
        gpu::addEncode(*m_lane, type, Effort::Normal, {weights() / kColumns, kColumns, weighted});
      },
      [&] {
        m_lane->upload(kValues, std::as_bytes(std::span(m_values)));
        m_lane->download(kBlocks, blocks);
      });
}

Result<DeviceSeconds> Resident::measure(Measure measure, bool weighted) {
  std::vector<float> decoded(m_values);
  for (std::size_t i = 0; i < decoded.size(); ++i) decoded[i] += m_values[decoded.size() - 1 - i] / 16;
  m_lane->upload(kDecoded, std::as_bytes(std::span(decoded)));
  HALFTONE_TRY_STATUS(m_lane->run());
  const gpu::BinEdges edges(scaleOf(m_values));
  gpu::MetricsWanted wanted;
  wanted.errors = measure == Measure::Errors;
  wanted.first = measure == Measure::FirstPass;
  wanted.second = measure == Measure::SecondPass ? &edges : nullptr;
  gpu::SlabMetrics metrics({weights() / kColumns, kColumns, 0, 0, true, weighted}, wanted);
  return bestOf([&] { metrics.addTo(*m_lane); },
                [&] {
                  m_lane->upload(kValues, std::as_bytes(std::span(m_values)));
                  m_lane->upload(kDecoded, std::as_bytes(std::span(decoded)));
                });
}

}  // namespace halftone::bench
